// The sentence of a practice that shows most of what was sought, as app/search/highlighter.py chooses it.

import { fold, normalise } from "./analyzer.js";

const LENGTH = 260;
const SENTENCE_END = /(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ«"“])/u;
const LEAST_WORDS = 6;
const GAP = 12; // characters between two words of a name

/**
 * What to show of a practice: the title of its part, empty for the summary, and runs of text with whether each is marked.
 * `sought` has a word for each of the plan: the `ways` in which it stands there, lists of stems, and its weight.
 */
export function cutExcerpt({ summary, short, passages }, sought, lexicon) {
  const places = (text) => {
    const words = lexicon.tokenise(text).filter(({ isStop }) => !isStop);
    const named = words.map((token) => ({ ...token, names: [...lexicon.stemsOf(token), `"${fold(token.exact)}`] }));
    return sought.map(({ ways }) => findWays(named, ways));
  };
  const plain = [short[0], summary].flatMap((text) => places(normalise(text)).map((found) => found.length > 0));
  const isPlain = sought.every(({ ways }, rank) => !ways.length || plain[rank] || plain[rank + sought.length]);
  let most = 0;
  let chosen = null;
  for (const [part, text] of isPlain ? [] : passages) {
    for (const sentence of normalise(text).split(SENTENCE_END)) {
      if ((sentence.match(/[\p{L}\p{N}]+/gu) ?? []).length < LEAST_WORDS || !/[.!?…»”)]$/u.test(sentence.trim())) continue;
      const found = places(sentence);
      const weight = found.reduce((sum, spans, rank) => sum + (spans.length ? sought[rank].weight : 0), 0);
      if (weight > most) [most, chosen] = [weight, { part, text: sentence, spans: found.flat() }];
    }
  }
  const { part, text, spans } = chosen ?? { part: "", text: normalise(summary), spans: places(normalise(summary)).flat() };
  return { part, runs: mark(text, spans.sort((one, other) => one.start - other.start)) };
}

/** Where any of some ways stands: stems in a row, that little parts. */
function findWays(words, ways) {
  return ways.flatMap((way) =>
    words.flatMap((_, first) => {
      const row = words.slice(first, first + way.length);
      const isThere = row.length === way.length && row.every(({ names }, rank) => names.includes(way[rank]));
      const isTight = row.every(({ start }, rank) => !rank || start - row[rank - 1].end <= GAP);
      return isThere && isTight ? row : [];
    }),
  );
}

/** A text around its first span, at most so long, as runs. */
function mark(text, spans) {
  let start = Math.max(0, Math.min((spans[0]?.start ?? 0) - LENGTH / 3, text.length - LENGTH));
  if (start) start = text.indexOf(" ", start) + 1;
  let end = Math.min(text.length, start + LENGTH);
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), spans[0]?.end ?? 0);
  const runs = [[start ? "… " : "", false]];
  let position = start;
  for (const span of spans) {
    if (span.start < position || span.end > end) continue;
    runs.push([text.slice(position, span.start), false], [text.slice(span.start, span.end), true]);
    position = span.end;
  }
  runs.push([text.slice(position, end) + (end < text.length ? " …" : ""), false]);
  return runs.filter(([run]) => run);
}
