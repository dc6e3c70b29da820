// What is asked of the search page: the same parameters as those of the site behind a server.

import { rules } from "./rules.js";

const { sorts: SORTS, trackers: TRACKERS, maxText: LONGEST } = rules;

/** The query of an address; `labels` knows the terms, facet by facet. What cannot be read is told in `notices`. */
export function readQuery(search, labels) {
  const query = { text: "", terms: [], fresh: false, sort: SORTS[0], page: 1, notices: [] };
  for (const [name, value] of new URLSearchParams(search)) {
    if (name === "q") query.text = value.trim().replace(/\s+/g, " ").slice(0, LONGEST);
    else if (labels.has(name)) addTerm(query, name, value, labels.get(name));
    else if (name === "fresh") query.fresh = value === "1";
    else if (name === "sort" && SORTS.includes(value)) query.sort = value;
    else if (name === "page") query.page = Math.max(1, Number.parseInt(value, 10) || 1);
    else if (value && !TRACKERS.some((start) => name.startsWith(start))) query.notices.push(`« ${name}=${value.slice(0, 40)} » est ignoré ici.`);
  }
  return query;
}

function addTerm(query, name, value, known) {
  if (!value || query.terms.some(([facet, slug]) => facet === name && slug === value)) return;
  if (known.has(value)) query.terms.push([name, value]);
  else query.notices.push(`« ${value.slice(0, 40)} » n'est pas dans les filtres : il est ignoré.`);
}

/** The one address of a query, from its question mark on. */
export function writeQuery({ text, terms, fresh, sort, page }) {
  const args = [["q", text], ...[...terms].sort(), ["fresh", fresh ? "1" : ""], ["sort", sort === SORTS[0] ? "" : sort]];
  args.push(["page", page > 1 ? String(page) : ""]);
  const search = new URLSearchParams(args.filter(([, value]) => value)).toString();
  return search ? `?${search}` : location.pathname;
}
