// What a text asks for, word by word, as app/search/planner.py understands it.

import { fold, glue, normalise } from "./analyzer.js";
import { rules } from "./rules.js";
import { complete, correct } from "./spelling.js";

const PART = /((?<!\S)-)?(?:"([^"]*)"|([^\s"]+))/gu;
const SPELT_OUT = { st: "saint", ste: "sainte", sts: "saints", stes: "saintes" };
const LONGEST_NAME = 6; // words

/**
 * A term of the index: `homes` are the stems under which its list may be. A clause matches any of its `terms`; those of
 * `boosts` add to its score.
 */
const term = (name, ...homes) => ({ name, homes: homes.length ? homes : [name] });
const pair = (left, right) => term(`${left}_${right}`, left);

/** Words, phrases between quotes, and what a minus refuses. */
export function parse(text, lexicon) {
  const plain = normalise(text, "NFKC").replace(/[«»“”„‟＂]/g, '"').slice(0, rules.maxText);
  const phrases = [];
  const refused = [];
  const rest = [];
  for (const [, minus, phrase, word] of plain.matchAll(PART)) {
    const tokens = lexicon.tokenise(phrase ?? word).filter(({ isStop }) => phrase !== undefined || !isStop);
    if (minus) {
      if (tokens.length) refused.push(tokens);
      continue;
    }
    if (phrase !== undefined && tokens.length) phrases.push(tokens);
    rest.push(phrase ?? word);
  }
  const tokens = lexicon.tokenise(rest.join(" "));
  const content = tokens.filter(({ isStop }) => !isStop);
  const tooMany = content[rules.maxWords];
  const spelt = rest.join(" ").toLowerCase().replaceAll("?", " ? ").split(/\s+/).filter(Boolean);
  const { interrogative, first } = lexicon.lists;
  const asks = spelt.includes("?") || first.has(spelt[0]) || spelt.some((word) => interrogative.has(word));
  const kept = tooMany ? tokens.slice(0, tokens.indexOf(tooMany)) : tokens;
  return { words: content.length ? kept : [], phrases, refused, isProse: asks || content.length > rules.long };
}

/** Concepts of the glossary, by the stems of their names. */
export class Thesaurus {
  constructor({ concepts, names }) {
    this.labels = concepts;
    this.names = new Map();
    this.byKey = new Map();
    this.longest = 1;
    for (const [key, isSame, stems] of names) {
      if (!this.names.has(stems)) this.names.set(stems, new Map());
      if (!this.names.get(stems).has(key)) this.names.get(stems).set(key, Boolean(isSame));
      this.byKey.set(key, [...(this.byKey.get(key) ?? []), stems.split(" ")]);
      this.longest = Math.max(this.longest, stems.split(" ").length);
    }
    this.compounds = new Set(names.flatMap(([, , stems]) => stems.split(" ").filter((stem) => stem.startsWith('"'))));
  }

  /** What the stems name: `first` to `last`, both included. */
  mentions(stems) {
    const found = [];
    for (let first = 0; first < stems.length; first += 1) {
      for (let last = Math.min(stems.length, first + this.longest) - 1; last >= first; last -= 1) {
        for (const [key, isSame] of this.names.get(stems.slice(first, last + 1).join(" ")) ?? []) found.push({ key, isSame, first, last });
      }
    }
    return found;
  }
}

/** Plans texts; `has` tells whether the index holds a term, `towns` are the names of places. */
export class Planner {
  constructor(lexicon, thesaurus, towns, has) {
    Object.assign(this, { lexicon, thesaurus, towns, has });
    this.townStarts = new Set([...towns].map((name) => name.split(" ")[0]));
  }

  /** The plan of a parsed text; null when nothing in it can be searched. */
  async plan({ words: tokens, phrases, refused, isProse }) {
    if (!tokens.length && !phrases.length && !refused.length) return null;
    const words = await this.planWords(tokens, new Set(phrases.flat().map(({ exact }) => exact)));
    const weights = isProse ? rules.prose : rules.keywords;
    if (isProse) for (const word of words) for (const clause of word.clauses) clause.boosts.push(...word.stems.map((stem) => [term(`^${stem}`, stem), rules.title]));
    const pairs = words.slice(1).map((word, place) => [words[place], word]).filter(([left, right]) => left.isKnown && right.isKnown);
    return {
      words,
      pairs: pairs.map(([left, right]) => ({ terms: [pair(left.key, right.key)], weight: weights.pair, boosts: [] })),
      power: weights.power,
      allFirst: words.filter(({ required }) => required).length <= weights.allFirst,
      phrases: phrases.map(forms),
      refusedPhrases: refused.filter(({ length }) => length > 1).map(forms),
      refused: refused.filter(({ length }) => length === 1).flatMap(([token]) => this.lexicon.stemsOf(token).map((stem) => term(stem))),
    };
  }

  async planWords(typed, quoted) {
    const { lists } = this.lexicon;
    const tokens = typed.flatMap((token) => this.partFigure(token));
    const content = this.dropQuestionWords(tokens.filter(({ isStop }) => !isStop), quoted);
    const words = content.map((token) => this.planToken(token));
    this.nameCompounds(tokens, content, words);
    const towns = this.findTowns(content);
    const kept = new Set([...quoted, ...towns.flatMap(({ first, last }) => content.slice(first, last + 1).map(({ exact }) => exact))]);
    const named = places(this.mentions(words));
    const unknown = words.flatMap((word, place) => (word.isKnown || named.has(place) || kept.has(content[place].exact) ? [] : [place]));
    for (const place of unknown.slice(0, rules.maxGuessed)) words[place] = (await this.guess(content[place], place === content.length - 1)) ?? words[place];
    this.joinNeighbours(tokens, content, words);
    this.addSynonyms(words);
    const inName = places(this.mentions(words));
    const incidental = content.map(({ exact }, place) => !inName.has(place) && !quoted.has(exact) && (exact.length === 1 || /^[\d,]+$/.test(exact) || lists.incidental.has(fold(exact))));
    if (!incidental.every(Boolean)) {
      for (const [place, word] of words.entries()) {
        if (!incidental[place]) continue;
        word.required = false;
        for (const clause of word.clauses) clause.weight *= rules.incidental;
      }
    }
    return this.joinTowns(content, words, towns);
  }

  planToken(token) {
    return { ...this.planUnder(token.exact, this.lexicon.stemsOf(token)), written: token.written ?? token.exact };
  }

  /** A word under its stems, its exact form scoring more. */
  planUnder(typed, stems, weight = 1) {
    const isKnown = stems.some((stem) => this.lexicon.stems.has(stem));
    const key = stems.find((stem) => this.lexicon.stems.has(stem)) ?? stems.at(-1);
    return { typed, stems, key, isKnown, required: true, clauses: [{ terms: stems.map((stem) => term(stem)), weight, boosts: [[term(`"${typed}`, ...stems), rules.exact]] }], synonyms: [] };
  }

  /** An unknown word as the beginning of others, two words in one, or a misspelling; null: itself. */
  async guess(token, isLast) {
    const { words, acronyms } = this.lexicon;
    const word = fold(token.exact);
    if (words.has(word)) return null; // spelt right: the glossary or a page holds it
    const corrected = correct(word, words, token.isAcronym, acronyms);
    const endings = isLast ? complete(word, words) : [];
    if (endings.length && words.get(endings[0]).count >= (words.get(corrected)?.count ?? 0)) {
      const stems = new Set(endings.flatMap((exact) => this.lexicon.stemsOf({ exact })));
      return { ...this.planUnder(token.exact, [...stems], rules.completion), written: token.written, completed: true };
    }
    for (let cut = 2; cut < word.length - 1; cut += 1) {
      const [left, right] = [word.slice(0, cut), word.slice(cut)].map((half) => words.get(half)?.stem);
      if (left && right && (await this.has(pair(left, right)))) {
        return { ...this.planUnder(token.exact, [left, right]), written: token.written, key: word, clauses: [{ terms: [pair(left, right)], weight: 1, boosts: [] }] };
      }
    }
    if (!corrected) return null;
    const { spelt } = words.get(corrected);
    return { ...this.planToken({ exact: spelt }), typed: token.exact, written: token.written, corrected: spelt };
  }

  /** « 8mars » is 8 and mars, unless practices hold it in one piece. */
  partFigure(token) {
    const parts = /^(\d+)(\p{L}+)$/u.exec(token.exact);
    if (!parts || this.lexicon.words.has(fold(token.exact)) || /^(?:er|ere|e|eme|nde?)s?$/.test(fold(parts[2]))) return [token];
    return this.lexicon.tokenise(`${parts[1]} ${parts[2]}`);
  }

  dropQuestionWords(content, quoted) {
    const { question } = this.lexicon.lists;
    if (!content.some(({ exact }) => question.has(exact))) return content;
    const named = places(this.thesaurus.mentions(content.map(({ exact }) => this.lexicon.stem(exact))));
    const kept = content.filter(({ exact }, place) => !question.has(exact) || quoted.has(exact) || named.has(place));
    return kept.length ? kept : content;
  }

  /** « aller vers » is what the glossary calls "aller-vers". */
  nameCompounds(tokens, content, words) {
    for (let place = 1; place < tokens.length; place += 1) {
      const [left, right] = [tokens[place - 1], tokens[place]];
      const joined = `"${glue([left, right])}`;
      if (Boolean(left.isStop) === Boolean(right.isStop) || !this.thesaurus.compounds.has(joined)) continue;
      const word = words[content.indexOf(left.isStop ? right : left)];
      if (word) word.compound = joined;
    }
  }

  /** « mix up » also matches MIX'UP, indexed in one piece. */
  joinNeighbours(tokens, content, words) {
    for (let place = 1; place < tokens.length; place += 1) {
      const both = [tokens[place - 1], tokens[place]];
      const exact = glue(both);
      if (!this.lexicon.words.get(exact)?.count) continue;
      const joined = this.planToken({ exact });
      for (const word of both.map((token) => words[content.indexOf(token)]).filter(Boolean)) {
        word.stems = [...new Set([...word.stems, ...joined.stems])];
        word.clauses.push(...joined.clauses.map((clause) => ({ ...clause, boosts: [...clause.boosts] })));
      }
    }
  }

  /** The concepts named; a word that is also an acronym is read as either. */
  mentions(words) {
    const keys = words.map(({ compound, key }) => compound ?? key);
    const acronyms = words.map(({ typed, stems }, place) => (stems.includes(fold(typed)) ? fold(typed) : keys[place]));
    const found = new Map();
    for (const stems of [keys, acronyms]) for (const one of this.thesaurus.mentions(stems)) found.set(JSON.stringify(one), one);
    return [...found.values()];
  }

  addSynonyms(words) {
    for (const { key, isSame, first, last } of this.mentions(words)) {
      const share = 1 / (last - first + 1);
      const same = { terms: [term(`=${key}`)], weight: (isSame ? rules.same : rules.near) * share, boosts: [] };
      const near = { terms: [term(`~${key}`)], weight: rules.near * share, boosts: [] };
      for (const word of words.slice(first, last + 1)) {
        const clauses = isSame ? [near, same] : [same];
        const other = word.synonyms.find((one) => one.key === key);
        if (other) other.clauses.push(...clauses);
        else word.synonyms.push({ key, label: this.thesaurus.labels[key], clauses, names: this.thesaurus.byKey.get(key) });
      }
    }
  }

  /** The places that are named, the longest first; none overlap. */
  findTowns(content) {
    const words = content.map(({ exact }) => SPELT_OUT[fold(exact)] ?? fold(exact));
    const found = [];
    for (let first = 0; first < words.length; first += 1) {
      if (!this.townStarts.has(words[first])) continue;
      let last = Math.min(first + LONGEST_NAME, words.length) - 1;
      while (last >= first && !this.towns.has(words.slice(first, last + 1).join(" "))) last -= 1;
      if (last < first) continue;
      found.push({ first, last, words: words.slice(first, last + 1) });
      first = last;
    }
    return found;
  }

  /** Each place as one word: of several words the last two stand side by side; one that nobody wrote stays what it is. */
  async joinTowns(content, words, towns) {
    const joined = [...words];
    for (const { first, last, words: name } of towns.reverse()) {
      if (first === last) continue;
      const stems = name.map((word) => this.lexicon.stem(word));
      const both = pair(...stems.slice(-2));
      const [typed, written] = ["exact", "written"].map((name) => content.slice(first, last + 1).map((token) => token[name]).join(" "));
      joined.splice(first, last - first + 1, { typed, written, stems, key: both.name, isKnown: await this.has(both), required: true, clauses: [{ terms: [both], weight: 1, boosts: [] }], synonyms: [] });
    }
    return joined;
  }
}

function forms(tokens) {
  return tokens.map(({ exact }) => fold(exact));
}

/** Of all the words that are part of a name. */
function places(mentions) {
  return new Set(mentions.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, place) => first + place)));
}
