// Words that no practice holds, corrected by one or two letters.

import { rules } from "./rules.js";

const LONG = 8; // letters from which two errors are forgiven

/** Without accents nor capitals: « Égalité » is "egalite". */
export function fold(word) {
  return word.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").toLowerCase();
}

/** A function that gives the word to search instead of one that is not known; null when that one is good, or too far. */
export function makeCorrector(words) {
  const known = new Map(words.map((word) => [fold(word), word]));
  return (typed) => {
    const folded = fold(typed);
    if (folded.length < rules.shortestCorrected || !/^[a-z]+$/.test(folded) || known.has(folded)) return null;
    const most = folded.length < LONG ? 1 : 2;
    let best = null;
    let least = most + 1;
    for (const [other, word] of known) {
      if (other.startsWith(folded)) return null; // the beginning of a word is searched as it is
      if (Math.abs(other.length - folded.length) >= least) continue;
      const errors = distance(folded, other);
      if (errors < least) [best, least] = [word, errors];
    }
    return best;
  };
}

/** How many letters were added, left out, changed, or swapped with their neighbour (Damerau and Levenshtein). */
function distance(one, other) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const cost = one[row - 1] === other[column - 1] ? 0 : 1;
      now[column] = Math.min(last[column] + 1, now[column - 1] + 1, last[column - 1] + cost);
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwap) now[column] = Math.min(now[column], before[column - 2] + 1);
    }
    [before, last] = [last, now];
  }
  return last[other.length];
}
