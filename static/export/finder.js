// Words to practices, through Pagefind. It wants every word of a query; here a practice may lack some, and comes later.
// The rules are those of the search behind a server (app/search/engine.py), less what needs the whole index at hand.

import { rules } from "./rules.js";
import { makeCorrector } from "./spelling.js";

const QUOTED = /(-?)"([^"]+)"/g;
const ELISION = /^(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu)'/i;
const PAIR_WEIGHT = 0.5; // what two words that follow each other add
// Tuned on the judged queries kept for that (docs/export.md): titles first, other names of a thing last.
const RANKING = { pageLength: 0, termSimilarity: 3, metaWeights: { title: 6, noms: 0.1 } };

/**
 * Opens the index of a folder: gives a function that finds. It answers null when there is no word to search; else `hits`,
 * by slug, the score and what gives an excerpt, and `corrections`, what was searched instead of which word.
 */
export async function openIndex(folder) {
  const [pagefind, key] = await Promise.all([
    import(new URL("pagefind.js", folder)),
    fetch(new URL("cle.json", folder)).then((answer) => answer.json()),
  ]);
  const stop = new Set(key.stop);
  const correct = makeCorrector(key.words);
  const size = Object.keys(key.slugs).length;
  await pagefind.options({ ranking: RANKING });
  await pagefind.init();

  /** Practices with a text, and their scores. */
  const ask = async (text) => {
    const { results } = await pagefind.search(text);
    return new Map(results.map((result) => [key.slugs[result.id], { score: result.score, read: result.data }]));
  };
  const askAll = (texts) => Promise.all(texts.map(ask));

  return async (text) => {
    const { words: typed, phrases, refused } = split(text, stop);
    if (!typed.length && !phrases.length) return null;
    const corrections = new Map(typed.map((word) => [word, correct(word)]).filter(([, instead]) => instead));
    const words = typed.map((word) => corrections.get(word) ?? word);
    const pairs = words.slice(1).map((word, index) => `"${words[index]} ${word}"`);
    const whole = words.length > 1 ? [words.join(" ")] : []; // an excerpt shows all the words, when they are all there
    const questions = [words, phrases, pairs, refused, whole];
    const [answers, required, following, excluded, together] = await Promise.all(questions.map(askAll));
    const hits = combine([...answers, ...required], following, size);
    for (const slug of [...hits.keys()]) {
      if (required.some((answer) => !answer.has(slug)) || excluded.some((answer) => answer.has(slug))) hits.delete(slug);
    }
    for (const answer of together) for (const [slug, { read }] of answer) if (hits.has(slug)) hits.get(slug).read = read;
    return { hits, corrections };
  };
}

/** What a query wants, word by word; the phrases between quotes, which must be there; what a minus refuses. */
function split(text, stop) {
  const plain = text.normalize("NFC").replace(/[’‘ʼ]/g, "'").replace(/[«»“”]/g, '"');
  const words = new Set();
  const phrases = [];
  const refused = [];
  const rest = plain.replace(QUOTED, (_, minus, phrase) => {
    (minus ? refused : phrases).push(`"${phrase}"`);
    return " ";
  });
  for (const piece of rest.split(/[\s,;:!?()"]+/)) {
    const word = piece.replace(/^-+/, "").replace(ELISION, "").replace(/\.+$/, "");
    if (!word || stop.has(word.toLowerCase())) continue;
    if (piece.startsWith("-")) refused.push(word);
    else words.add(word);
  }
  return { words: [...words], phrases, refused };
}

/** Scores added word by word, less for those that lack a rare word, more for those where two words follow each other. */
function combine(answers, pairs, size) {
  const found = new Map();
  for (const answer of answers) {
    const weight = rarity(answer.size, size);
    for (const [slug, { score, read }] of answer) {
      const hit = found.get(slug) ?? { score: 0, coverage: 0, best: 0, read };
      hit.score += score;
      hit.coverage += weight;
      if (score * weight > hit.best) Object.assign(hit, { best: score * weight, read });
      found.set(slug, hit);
    }
  }
  for (const pair of pairs) {
    for (const [slug, { score }] of pair) if (found.has(slug)) found.get(slug).score += PAIR_WEIGHT * score;
  }
  const whole = Math.max(...[...found.values()].map(({ coverage }) => coverage));
  for (const [slug, hit] of found) {
    if (hit.coverage < rules.keptCoverage * whole) found.delete(slug);
    else hit.score *= (hit.coverage / whole) ** rules.coveragePower;
  }
  return found;
}

/** BM25's weight for what `count` practices have. */
function rarity(count, size) {
  return Math.log(1 + (size - count + 0.5) / (count + 0.5));
}
