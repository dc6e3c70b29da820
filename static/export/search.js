// The search page of a site made of files: the same address, filters and order as behind a server.

import { count, matches, order } from "./filter.js";
import { openIndex } from "./finder.js";
import { readQuery, writeQuery } from "./query.js";
import { countOf, drawAnswer, drawCard, drawClose, drawElsewhere, make, tell } from "./results.js";
import { rules } from "./rules.js";

const PAGE = rules.pageSize;
const PAUSE = 300; // milliseconds without a key before searching

const form = document.querySelector("#recherche-filtres");
const list = document.querySelector("#liste");
const total = document.querySelector("#total");
const cards = document.querySelector("#cartes");
const boxes = [...document.querySelectorAll("[data-facet] input")];
const practices = [...cards.content.querySelectorAll("li")].map((item) => ({
  item,
  slug: item.dataset.slug,
  due: item.dataset.due,
  terms: new Set(item.dataset.terms.trim().split(/\s+/)),
}));
const labels = new Map();
for (const box of boxes) {
  if (!labels.has(box.name)) labels.set(box.name, new Map());
  labels.get(box.name).set(box.value, box.nextElementSibling.firstChild.textContent.trim());
}

let find; // opened at the first words: who browses by filters loads nothing
let asked = 0;

/** Show what the address asks for. */
async function show() {
  const query = readQuery(location.search, labels);
  const turn = ++asked;
  fill(query);
  let found = null;
  try {
    if (query.text) find ??= openIndex(new URL(cards.dataset.index, document.baseURI));
    found = query.text ? await (await find).find(query.text, isFresh) : null;
  } catch (error) {
    find = undefined;
    query.notices.push("La recherche par mots n'a pas pu démarrer : voici toutes les pratiques.");
    console.error(error);
  }
  if (turn !== asked) return; // something newer was asked meanwhile
  const absent = (found?.absent ?? []).map((word) => `«\u00a0${word}\u00a0»`);
  if (absent.length) query.notices.push(`Aucune fiche ne contient ${absent.join(", ni ")}.`);
  draw(query, found);
}

/** What was searched instead of a word, and the address that asks for the word itself. */
function drawChange(query, [typed, instead]) {
  const told = make("p", { className: "notice", textContent: `«\u00a0${typed}\u00a0» est cherché comme «\u00a0${instead}\u00a0». ` });
  told.append(linkTo({ ...query, text: query.text.replace(typed, () => `"${typed}"`), page: 1 }, `Chercher plutôt «\u00a0${typed}\u00a0»`));
  return told;
}

const today = new Date().toLocaleDateString("sv"); // year-month-day
const dueDays = new Map(practices.map(({ slug, due }) => [slug, due]));

function isFresh(slug) {
  return today < dueDays.get(slug);
}

/** The form as the query says. */
function fill(query) {
  if (form.elements.q !== document.activeElement) form.elements.q.value = query.text;
  form.elements.sort.value = query.sort;
  form.elements.fresh.checked = query.fresh;
  for (const box of boxes) box.checked = query.terms.some(([name, value]) => name === box.name && value === box.value);
}

function draw(query, found) {
  const { hits } = found ?? {};
  const every = practices.filter(({ slug }) => (!hits || hits.has(slug)) && (!query.fresh || isFresh(slug)));
  const ranked = every.filter((practice) => matches(practice, query)).sort(order(query, hits));
  const base = every.filter(({ slug }) => !hits || hits.get(slug).hasAll);
  const complete = ranked.filter(({ slug }) => !hits || hits.get(slug).hasAll);
  let close = ranked.filter((one) => !complete.includes(one)).slice(0, rules.closeShown);
  const isMixed = Boolean(found?.isMixed && close.length && query.sort === "pertinence");
  const listed = isMixed ? ranked.filter((one) => complete.includes(one) || close.includes(one)) : complete;
  if (isMixed) close = [];
  const pages = Math.max(1, Math.ceil(listed.length / PAGE));
  const page = Math.min(query.page, pages);
  const cardOf = (one) => drawCard(one, hits?.get(one.slug));
  count(query, base, boxes);
  drawAnswer(page === 1 ? found?.answer : undefined);
  list.replaceChildren(...listed.slice((page - 1) * PAGE, page * PAGE).map(cardOf));
  list.start = (page - 1) * PAGE + 1;
  drawElsewhere((page === 1 && found?.elsewhere) || []);
  drawClose(page === pages ? close.map(cardOf) : [], { words: found?.words, total: complete.length });
  drawNotices(query, found);
  drawPages(query, page, pages);
  document.querySelector("#rien").hidden = ranked.length > 0;
  const isFiltered = query.terms.length > 0 || query.fresh;
  say(complete.length, query.text, tell({ total: complete.length, close: close.length, isMixed, text: query.text, isFiltered }));
}

function drawNotices(query, found) {
  const texts = [...query.notices];
  if (query.text && !found && !texts.length) texts.push("La recherche ne contient aucun mot que l'on puisse chercher : voici toutes les pratiques.");
  const notices = texts.map((text) => make("p", { className: "notice", textContent: text }));
  const changes = (found?.changed ?? []).map((change) => drawChange(query, change));
  document.querySelector("#avis").replaceChildren(...changes, ...notices, ...drawChips(query));
}

/** What narrows the results, each with the address that takes it away. */
function drawChips(query) {
  const chips = query.terms.map(([name, value]) => [labels.get(name).get(value), { terms: query.terms.filter(([n, v]) => n !== name || v !== value) }]);
  if (query.fresh) chips.push(["Fiches à jour", { fresh: false }]);
  if (!chips.length) return [];
  const links = chips.map(([label, change]) => {
    const link = linkTo({ ...query, ...change, page: 1 }, "");
    link.append(make("span", { className: "visually-hidden", textContent: "Enlever le filtre " }), label);
    const cross = make("span", { textContent: " ×" });
    cross.setAttribute("aria-hidden", "true");
    link.append(cross);
    return link;
  });
  const clear = linkTo({ ...query, terms: [], fresh: false, page: 1 }, "Effacer les filtres");
  clear.className = "clear";
  const chosen = make("ul", { className: "chips" });
  chosen.setAttribute("aria-label", "Filtres choisis");
  chosen.append(...[...links, clear].map(inItem));
  return [chosen];
}

function drawPages(query, page, pages) {
  const here = make("span", { textContent: `Page ${page} sur ${pages}` });
  here.setAttribute("aria-current", "page");
  const links = [page > 1 && linkTo({ ...query, page: page - 1 }, "Précédente"), here, page < pages && linkTo({ ...query, page: page + 1 }, "Suivante")];
  const row = make("ul", {});
  row.append(...links.filter(Boolean).map(inItem));
  const nav = document.querySelector("#suite");
  nav.replaceChildren(row);
  nav.hidden = pages === 1;
}

/** To those who see and, once, to those who listen. */
function say(number, text, sentence) {
  const told = number ? countOf(number) : "Aucune pratique";
  total.textContent = sentence;
  document.title = document.title.replace(/^.*(?= · )/, () => (text ? `${text} : ${told}` : told));
  for (const place of document.querySelectorAll("[data-total]")) place.textContent = told;
  const status = document.querySelector("#annonce");
  if (status.textContent !== sentence) status.textContent = sentence;
}

function linkTo(query, text) {
  return make("a", { href: writeQuery(query), textContent: text });
}

function inItem(child) {
  const item = make("li", {});
  item.append(child);
  return item;
}

/** What the form asks for. */
function read() {
  return readQuery(`?${new URLSearchParams(new FormData(form))}`, labels);
}

/** Give the page the address of what it shows: a step that Back undoes, or the same step again. */
function go(address, again) {
  const hash = location.hash === "#filtres" ? location.hash : "";
  history[again ? "replaceState" : "pushState"](null, "", address + hash);
  return show();
}

let timer;
let typing = false;
form.elements.q.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    go(writeQuery(read()), typing); // Back takes away the words, not their letters one by one
    typing = true;
  }, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  go(writeQuery(read()), typing).then(() => total.focus());
  typing = false;
});
document.addEventListener("change", ({ target }) => {
  if (target.form !== form || target === form.elements.q) return;
  clearTimeout(timer);
  typing = false;
  go(writeQuery(read()), false);
});
document.querySelector("#resultats").addEventListener("click", (event) => {
  const link = event.target.closest("#avis a, #suite a, #rien a");
  const isPlain = !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !isPlain || link.pathname !== location.pathname) return;
  event.preventDefault();
  form.elements.q.blur();
  go(link.search || link.pathname, false).then(() => total.focus());
});
window.addEventListener("popstate", () => {
  form.elements.q.blur();
  show();
});

document.querySelector("#par-levier").hidden = true;
for (const part of document.querySelectorAll("[data-search]")) part.hidden = false;
document.documentElement.classList.add("live");
show();
