// Filters and their counts, by the rules of the server (app/catalogue/facet.py).

/** OR inside a facet, AND between facets; `but` is a facet left aside. */
export function matches({ terms }, query, but) {
  const facets = new Set(query.terms.map(([name]) => name));
  facets.delete(but);
  return [...facets].every((facet) => query.terms.some(([name, value]) => name === facet && terms.has(`${name}:${value}`)));
}

/**
 * By relevance when there are words, those that come first before all others; else, and between equals, by the rank that
 * the page was written with.
 */
export function order({ sort }, hits) {
  const rank = sort === "pertinence" && hits ? ({ slug }) => -hits.get(slug).score - (hits.get(slug).comesFirst ? 1e9 : 0) : () => 0;
  return (one, other) => rank(one) - rank(other) || one.item.dataset[sort] - other.item.dataset[sort];
}

/** Beside each choice, how many it would give; choices that would give nothing are put away. */
export function count(query, base, boxes) {
  const allowed = new Map();
  for (const { name } of boxes) {
    if (!allowed.has(name)) allowed.set(name, base.filter((practice) => matches(practice, query, name)));
  }
  for (const box of boxes) {
    const number = allowed.get(box.name).filter(({ terms }) => terms.has(`${box.name}:${box.value}`)).length;
    box.nextElementSibling.querySelector(".count").textContent = number;
    box.closest("label").hidden = !number && !box.checked;
  }
  for (const facet of document.querySelectorAll("[data-facet]")) {
    const others = facet.querySelectorAll(":scope details label:not([hidden])").length;
    const fold = facet.querySelector(":scope details summary");
    if (fold) fold.textContent = `Voir ${others === 1 ? "l'autre" : `les ${others} autres`}`;
    if (fold) fold.parentNode.hidden = !others;
    const chosen = query.terms.filter(([name]) => name === facet.dataset.facet).length;
    facet.querySelector("summary .count").textContent = chosen ? `(${chosen})` : "";
    if (chosen) facet.open = true;
  }
}
