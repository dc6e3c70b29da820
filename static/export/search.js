// The search page of a site made of files: the same address, filters and order as behind a server.

import { count, matches, order } from "./filter.js";
import { openIndex } from "./finder.js";
import { readQuery, writeQuery } from "./query.js";
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
    found = query.text ? await (await find)(query.text) : null;
  } catch (error) {
    find = undefined;
    query.notices.push("La recherche par mots n'a pas pu démarrer : voici toutes les pratiques.");
    console.error(error);
  }
  if (turn !== asked) return; // something newer was asked meanwhile
  for (const [typed, instead] of found?.corrections ?? []) query.notices.push(`« ${typed} » est cherché comme « ${instead} ».`);
  draw(query, found?.hits);
}

/** The form as the query says. */
function fill(query) {
  if (form.elements.q !== document.activeElement) form.elements.q.value = query.text;
  form.elements.sort.value = query.sort;
  form.elements.fresh.checked = query.fresh;
  for (const box of boxes) box.checked = query.terms.some(([name, value]) => name === box.name && value === box.value);
}

function draw(query, scores) {
  const today = new Date().toLocaleDateString("sv"); // year-month-day
  const base = practices.filter(({ slug, due }) => (!scores || scores.has(slug)) && (!query.fresh || today < due));
  const found = base.filter((practice) => matches(practice, query)).sort(order(query, scores));
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const page = Math.min(query.page, pages);
  count(query, base, boxes);
  list.replaceChildren(...found.slice((page - 1) * PAGE, page * PAGE).map((one) => drawCard(one, scores?.get(one.slug))));
  list.start = (page - 1) * PAGE + 1;
  drawNotices(query, Boolean(query.text) && !scores);
  drawPages(query, page, pages);
  document.querySelector("#rien").hidden = found.length > 0;
  say(found.length, query.text);
}

function drawCard({ item }, hit) {
  const card = document.importNode(item, true);
  if (hit) {
    hit.read().then(({ excerpt, plain_excerpt: plain }) => {
      if (/<mark>/.test(excerpt) && plain) card.querySelector(".card-text").replaceChildren("… ", ...marked(excerpt), " …");
    });
  }
  return card;
}

/** An excerpt as text and marks, nothing else of it. */
function marked(excerpt) {
  const { body } = new DOMParser().parseFromString(excerpt, "text/html");
  return [...body.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return node.textContent;
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}

function drawNotices(query, isWordless) {
  const texts = [...query.notices];
  if (isWordless && !texts.length) texts.push("La recherche ne contient aucun mot que l'on puisse chercher : voici toutes les pratiques.");
  const notices = texts.map((text) => make("p", { className: "notice", textContent: text }));
  document.querySelector("#avis").replaceChildren(...notices, ...drawChips(query));
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
function say(number, text) {
  const counted = `${number.toLocaleString("fr")} ${number > 1 ? "pratiques" : "pratique"}`;
  const told = number ? counted : "Aucune pratique";
  total.textContent = text ? `${told} pour «\u00a0${text}\u00a0»` : told;
  document.title = document.title.replace(/^.*(?= · )/, text ? `${text} : ${told}` : told);
  for (const place of document.querySelectorAll("[data-total]")) place.textContent = told;
  const status = document.querySelector("#annonce");
  if (status.textContent !== total.textContent) status.textContent = total.textContent;
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
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
