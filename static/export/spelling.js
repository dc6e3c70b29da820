// Words that no practice holds: completed, or corrected by one or two letters, as app/search/spelling.py does.

import { rules } from "./rules.js";

/** What is known to start like a folded word, the commonest first. */
export function complete(word, words) {
  if (word.length < rules.shortestPrefix) return [];
  const found = [...words].filter(([other, { count }]) => count && other.startsWith(word));
  return found.sort(([, a], [, b]) => b.count - a.count).slice(0, rules.maxCompletions).map(([other]) => other);
}

/**
 * The likeliest word one letter away from a folded one, or two for long ones; undefined when there is none. Without the
 * server's dictionary of French, only what begins alike is taken for the same word.
 */
export function correct(word, words, inCapitals, acronyms) {
  if (word.length < (inCapitals ? rules.shortestInCapitals : rules.shortest) || word.length > rules.longest || !/^[a-z]+$/.test(word)) return undefined;
  const most = word.length < rules.shortestTwoErrors ? 1 : 2;
  let best;
  let least = most + 1;
  for (const [other, { count }] of words) {
    if (!count || other[0] !== word[0] || Math.abs(other.length - word.length) > least) continue;
    if (!inCapitals && other.length <= rules.shortestInCapitals && acronyms.has(other)) continue; // plier is not PLIE
    if (other.slice(0, -1) === word.slice(0, -1) && /[sxt]$/.test(other) && /[sxt]$/.test(word)) continue;
    const errors = distance(word, other);
    if (errors < least || (errors === least && errors <= most && count > words.get(best).count)) [best, least] = [other, errors];
  }
  return best;
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
