// What a text names, and the sections of the site that hold its words, as app/catalogue/site_index.py finds them.

import { fold } from "./analyzer.js";
import { rules } from "./rules.js";

const LENGTH = 180;
const LEAST_WORDS = 6;

/** The names and the sections of `site.json`. */
export class SiteIndex {
  constructor({ keys, named, sections, postings }, lexicon) {
    this.keys = new Map(Object.entries(keys));
    this.postings = new Map(Object.entries(postings));
    this.named = named.map(([label, detail, definition, link, total]) => ({ label, detail, definition, link, total }));
    this.sections = sections.map(([title, detail, text, link]) => ({ title, detail, text, link }));
    this.lexicon = lexicon;
  }

  /** What a parsed text names (`answer`), and what holds its words (`elsewhere`); `corrections` of some of them. */
  find({ words, refused }, corrections) {
    const meant = words.map((token) => (corrections.has(token.exact) ? { ...token, exact: corrections.get(token.exact) } : token));
    const answer = refused.length ? undefined : (this.findNamed(words) ?? this.findNamed(meant));
    let elsewhere = this.findSections(meant, refused);
    if (answer && !elsewhere.length) elsewhere = this.findSections(this.lexicon.tokenise(answer.label), []);
    return { answer, elsewhere: elsewhere.filter(({ link }) => link !== answer?.link) };
  }

  findNamed(words) {
    const { stop, around } = this.lexicon.lists;
    const isAround = ({ exact }) => stop.has(exact) || around.has(fold(exact));
    let [first, last] = [0, words.length];
    for (;;) {
      const key = words.slice(first, last).map(({ exact }) => singular(fold(exact))).join(" ");
      if (this.keys.has(key)) return this.named[this.keys.get(key)];
      if (last > first && isAround(words[last - 1])) last -= 1;
      else if (last > first && isAround(words[first])) first += 1;
      else return undefined;
    }
  }

  findSections(words, refused) {
    const { question } = this.lexicon.lists;
    const content = words.filter(({ isStop }) => !isStop);
    const kept = content.filter(({ exact }) => !question.has(exact));
    const lists = (kept.length ? kept : content).map((token) => this.read(token));
    const excluded = new Set(refused.flat().flatMap((token) => this.read(token).map(([section]) => section)));
    const found = new Map();
    for (const list of lists) {
      for (const [section, weight, lines] of list) {
        const hit = found.get(section) ?? { section, score: 0, held: [] };
        hit.score += weight * Math.log1p(this.sections.length / list.length);
        hit.held.push(lines);
        found.set(section, hit);
      }
    }
    const least = lists.length < 3 ? lists.length : Math.ceil(rules.leastShare * lists.length);
    const best = [...found.values()].filter(({ section, held }) => held.length >= least && !excluded.has(section));
    best.sort((a, b) => b.held.length - a.held.length || b.score - a.score || a.section - b.section);
    return best.slice(0, rules.maxElsewhere).map(({ section, held }) => ({ ...this.sections[section], text: cut(this.sections[section].text, held) }));
  }

  read({ exact }) {
    const lists = [this.lexicon.stem(exact), fold(exact)].map((form) => this.postings.get(form) ?? []);
    return lists[0].length >= lists[1].length ? lists[0] : lists[1];
  }
}

function singular(word) {
  return word.length > 3 && /[sx]$/.test(word) ? word.slice(0, -1) : word;
}

/** The line that holds most of some words, each given by its lines. */
function cut(text, held) {
  const lines = text.split("\n");
  const rank = (number) => 2 * held.filter((some) => some.includes(number)).length + (lines[number].split(/\s+/).length >= LEAST_WORDS ? 1 : 0);
  const best = lines.reduce((most, _, number) => (rank(number) > rank(most) ? number : most), 0);
  const line = lines[best];
  return line.length <= LENGTH ? line : `${line.slice(0, line.lastIndexOf(" ", LENGTH))} …`;
}
