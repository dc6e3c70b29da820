// Words to practices, by the search of the server (app/search) over its own index, written as files (app/export/index.py).

import { fold, foldText, Lexicon } from "./analyzer.js";
import { cutExcerpt } from "./excerpt.js";
import { parse, Planner, Thesaurus } from "./planner.js";
import { rules } from "./rules.js";
import { execute } from "./scorer.js";
import { SiteIndex } from "./site_index.js";

const NOTHING = new Map();

/** Opens the index of a folder. */
export async function openIndex(folder) {
  const [words, site] = await Promise.all(["mots.json", "site.json"].map((name) => read(new URL(name, folder))));
  return new Finder(folder, words, site);
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} : ${answer.status}`);
  return answer.json();
}

/** An open index: posting lists and texts are fetched when they are asked for, and kept. */
class Finder {
  constructor(folder, words, site) {
    Object.assign(this, { folder, slugs: words.slugs, boosts: words.boosts });
    this.lexicon = new Lexicon(words);
    this.site = new SiteIndex(site, this.lexicon);
    const has = async (term) => (await this.load([term]), this.postings(term).size > 0);
    this.planner = new Planner(this.lexicon, new Thesaurus(words), new Set(words.towns.split("\n")), has);
    this.shards = new Map();
    this.lists = new Map();
    this.texts = new Map();
  }

  /**
   * What a text finds; null when there is no word to search. `hits` by slug: the score, whether the practice has every
   * word, the words that lack, why it is there, and a function that cuts its excerpt. `absent` are the words that
   * nothing holds, `changed` what was searched instead of which word.
   */
  async find(text, fresh) {
    const parsed = parse(text, this.lexicon);
    const plan = await this.planner.plan(parsed);
    if (!plan) return null;
    const clauses = [...plan.words.flatMap(({ clauses: own, synonyms }) => [...own, ...synonyms.flatMap((synonym) => synonym.clauses)]), ...plan.pairs];
    const terms = clauses.flatMap(({ terms: any, boosts }) => [...any, ...boosts.map(([term]) => term)]);
    const phrased = [...plan.phrases, ...plan.refusedPhrases].flat().map((form) => ({ name: `"${form}`, homes: this.homes(form) }));
    await this.load([...terms, ...plan.refused, ...phrased]);
    const allowed = await this.allow(plan);
    const executed = execute(plan, (term) => this.postings(term), this.slugs.length, allowed);
    const hits = new Map([...executed.scores].map(([number, score]) => [this.slugs[number], this.describe(number, score, plan, executed, fresh)]));
    const changed = plan.words.map((word) => [word, this.instead(word)]).filter(([, other]) => other);
    const absent = plan.words.filter(({ required }, place) => required && !executed.words[place].total.size);
    return {
      hits,
      changed: changed.map(([{ written }, other]) => [written, other]),
      absent: absent.map(({ written }) => written),
      isMixed: !plan.allFirst,
      words: executed.words.filter(({ required }) => required).length,
      ...this.site.find(parsed, new Map(changed.map(([{ typed }, other]) => [typed, other]))),
    };
  }

  /** What was searched instead of a word: its correction, or another form of it. */
  instead({ typed, corrected, completed }) {
    const kin = completed ? undefined : this.lexicon.kin(fold(typed));
    return corrected ?? this.lexicon.words.get(kin)?.spelt;
  }

  describe(number, score, plan, { words, complete, first }, fresh) {
    const found = plan.words.map((word, place) => {
      const isOwn = words[place].own.has(number);
      const synonyms = isOwn ? [] : word.synonyms.filter((_, rank) => words[place].synonyms[rank].has(number));
      const ways = isOwn || synonyms.length ? [...word.stems.map((stem) => [stem]), ...synonyms.flatMap(({ names }) => names)] : [];
      return { word, synonyms, ways, weight: words[place].weight };
    });
    const missing = found.filter(({ word, ways }) => word.required && !ways.length).map(({ word }) => word.written);
    const concepts = new Set(found.flatMap(({ synonyms }) => synonyms.map(({ label }) => label)));
    const held = found.filter(({ ways }) => ways.length).map(({ word }) => word);
    const why = [...concepts].map((label) => `mot voisin : ${label}`);
    for (const { written, corrected, completed } of held) {
      if (corrected) why.push(`orthographe proche : ${corrected}`);
      if (completed) why.push(`mots qui commencent par «\u00a0${written}\u00a0»`);
    }
    if (missing.length) why.push(`sans ${missing.map((written) => `«\u00a0${written}\u00a0»`).join(", ")}`);
    const boost = this.boosts[number] + (fresh(this.slugs[number]) ? rules.freshBoost : 0);
    const excerpt = async () => cutExcerpt(await this.text(number), found, this.lexicon);
    return { score: score * boost, hasAll: complete.has(number), comesFirst: first.has(number), why, excerpt };
  }

  // --- what is fetched

  /** The list of a term whose files are at hand: document → impact. */
  postings({ name, homes }) {
    const key = `${homes[0]} ${name}`;
    if (!this.lists.has(key)) {
      const shard = homes.map((home) => this.shards.get(shardOf(home))?.[home]).find((one) => one && Object.hasOwn(one, name));
      this.lists.set(key, shard ? new Map(pairs(shard[name])) : NOTHING);
    }
    return this.lists.get(key);
  }

  async load(terms) {
    const numbers = new Set(terms.flatMap(({ homes }) => homes.map(shardOf)).filter((number) => !this.shards.has(number)));
    const files = await Promise.all([...numbers].map(async (number) => [number, await read(new URL(`${number}.json`, this.folder))]));
    for (const [number, shard] of files) this.shards.set(number, Object.assign(Object.create(null), shard));
  }

  async text(number) {
    const slug = this.slugs[number];
    if (!this.texts.has(slug)) this.texts.set(slug, read(new URL(`textes/${slug}.json`, this.folder)));
    return this.texts.get(slug);
  }

  // --- phrases and exclusions

  homes(form) {
    return this.lexicon.stemsOf({ exact: form });
  }

  /** A function that says which documents phrases and exclusions let through. */
  async allow({ phrases, refusedPhrases, refused }) {
    const wanted = await Promise.all(phrases.map((words) => this.withPhrase(words)));
    const unwanted = await Promise.all(refusedPhrases.map((words) => this.withPhrase(words)));
    unwanted.push(...refused.map((term) => this.postings(term)));
    return (number) => wanted.every((some) => some.has(number)) && !unwanted.some((some) => some.has(number));
  }

  /** The documents where folded forms follow each other: of those that hold them all, the texts are read. */
  async withPhrase(words) {
    const lists = words.filter((word) => !this.lexicon.lists.stop.has(word)).map((form) => this.postings({ name: `"${form}`, homes: this.homes(form) }));
    const every = lists.length ? [...lists[0].keys()] : this.slugs.map((_, number) => number);
    const candidates = every.filter((number) => lists.every((list) => list.has(number)));
    if (words.length === 1 && lists.length) return new Set(candidates);
    const together = new RegExp(`(?<![\\p{L}\\p{N}])${words.join("[^\\p{L}\\p{N}\\n]+(?:(?:[ldjmnstc]|qu)')?")}(?![\\p{L}\\p{N}])`, "u");
    const texts = await Promise.all(candidates.map((number) => this.text(number)));
    const holds = ({ summary, short, passages }) => [summary, ...short, ...passages.map(([, text]) => text)].some((text) => together.test(foldText(text)));
    return new Set(candidates.filter((_, rank) => holds(texts[rank])));
  }
}

function pairs(list) {
  return Array.from({ length: list.length / 2 }, (_, rank) => [list[2 * rank], list[2 * rank + 1] / rules.precision]);
}

/** The number of the file of a stem: a hash, the same in app/export/index.py. */
function shardOf(home) {
  let number = 0;
  for (const character of home) number = (number * 31 + character.codePointAt(0)) % 65_521;
  return number % rules.shards;
}
