// Scores by the formula of app/search/plan.py, over posting lists that are at hand.

import { rules } from "./rules.js";

/**
 * Executes a plan: the score of each document found, by number; those that are `complete` (they have every required word)
 * and those that come `first` among the others; for each word, its own scores and its weight. `postings` gives the list
 * of a term, a Map from document to impact; `allowed` says what phrases and exclusions let through.
 */
export function execute(plan, postings, size, allowed) {
  const idf = (count) => Math.log(1 + (size - count + 0.5) / (count + 0.5));
  const scoreTerm = (term) => {
    const list = postings(term);
    const weight = idf(list.size);
    return new Map([...list].map(([number, impact]) => [number, impact * weight]));
  };
  const scoreClause = ({ terms, weight, boosts }) => {
    const scores = best(terms.map(scoreTerm));
    for (const [term, share] of scores.size ? boosts : []) {
      for (const [number, score] of scoreTerm(term)) if (scores.has(number)) scores.set(number, scores.get(number) + share * score);
    }
    for (const [number, score] of scores) scores.set(number, score * weight);
    return scores;
  };
  const words = plan.words.map((word) => {
    const own = best(word.clauses.map(scoreClause));
    const synonyms = word.synonyms.map(({ clauses }) => best(clauses.map(scoreClause)));
    const total = best([own, ...synonyms]);
    return { own, synonyms, total, weight: idf(total.size), required: word.required };
  });
  const required = words.filter((word) => word.required);
  const scores = new Map();
  const coverage = new Map();
  for (const { total, weight } of required) {
    for (const [number, score] of total) {
      if (!allowed(number)) continue;
      scores.set(number, (scores.get(number) ?? 0) + score);
      coverage.set(number, (coverage.get(number) ?? 0) + weight);
    }
  }
  if (!words.length) for (let number = 0; number < size; number += 1) if (allowed(number)) scores.set(number, 1);
  const added = [...words.filter((word) => !word.required).map(({ total }) => total), ...plan.pairs.map(scoreClause)];
  for (const more of added) for (const [number, score] of more) if (scores.has(number)) scores.set(number, scores.get(number) + score);
  const whole = Math.max(...coverage.values());
  for (const [number, held] of coverage) {
    if (held < rules.keptCoverage * whole) scores.delete(number);
    else scores.set(number, scores.get(number) * (held / whole) ** plan.power);
  }
  const having = (lists) => new Set([...scores.keys()].filter((number) => lists.every(({ total }) => total.has(number))));
  const known = required.filter(({ total }) => total.size);
  const isParted = plan.allFirst && known.length > 1 && known.length < required.length;
  return { scores, words, complete: having(required), first: isParted ? having(known) : new Set() };
}

/** The highest score of each document in several lists. */
function best(several) {
  const found = new Map();
  for (const scores of several) for (const [number, score] of scores) if (!(score <= found.get(number))) found.set(number, score);
  return found;
}
