// What scripts add to pages that work without them: « Ma sélection » on every page, and parts loaded where they are of use.

const KEY = "selection"; // the selection as its address tells it: practices, title, notes
const PENDING = "selection-changed"; // its page has just been sent, changed: the next one that opens is the selection
const basket = document.querySelector("[data-basket]");
const status = document.querySelector("#annonce");
const address = new URL(document.querySelector("link[rel=canonical]")?.href ?? location);
const isSelectionPage = Boolean(basket && document.querySelector(".selection")) && location.pathname === basket.pathname;
let args = new URLSearchParams();

/** sessionStorage is the tab's: other tabs have their own, nothing is sent, all is forgotten with the tab. */
function recall(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return null; // a browser told to keep nothing: the selection lasts as long as the page
  }
}

function keep(key, text) {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // as above
  }
}

/** The practices of an address, in order, each once. */
function chosenIn(address) {
  const names = address.getAll("s").flatMap((value) => value.split(",")).map((name) => name.split("@")[0].trim());
  return [...new Set(names.filter(Boolean))];
}

/** Keep a selection: these practices, with the title and the notes of an address. */
function choose(slugs, address = args) {
  const told = [...address].filter(([name, value]) => value && (name === "titre" || name.startsWith("note-")));
  args = new URLSearchParams(slugs.length ? [["s", slugs.join(",")], ...told] : []);
  keep(KEY, args.toString());
  showChosen();
}

/** Ticks, numbers and links of the page, as the selection says. */
function showChosen() {
  const slugs = chosenIn(args);
  document.documentElement.classList.toggle("has-selection", slugs.length > 0);
  for (const count of document.querySelectorAll("[data-chosen-count]")) count.textContent = slugs.length ? `(${slugs.length})` : "";
  for (const part of document.querySelectorAll("[data-at-least]")) part.hidden = slugs.length < part.dataset.atLeast;
  for (const link of document.querySelectorAll("a[data-selection]")) link.search = args;
  for (const box of document.querySelectorAll(".tick input")) {
    box.checked = slugs.includes(box.value);
    box.disabled = !box.checked && slugs.length >= basket.dataset.most;
  }
}

function tellChosen() {
  const count = chosenIn(args).length;
  if (!count) return "Votre sélection est vide";
  const told = `${count} ${count > 1 ? "pratiques" : "pratique"} dans votre sélection`;
  return count < basket.dataset.most ? told : `${told}, c'est le maximum`;
}

/** Back gives a page as it was left: what the tab keeps is read again. */
function readChosen() {
  const kept = recall(KEY);
  if (kept !== null) args = new URLSearchParams(kept);
  showChosen();
  if (isSelectionPage) followPage();
}

/** The page of a selection is ours when it was just changed here, or holds the same practices: to read one keeps nothing. */
function followPage() {
  const theirs = chosenIn(address.searchParams);
  const ours = chosenIn(args);
  const isSame = ours.length > 0 && ours.length === theirs.length && ours.every((slug) => theirs.includes(slug));
  const isOurs = isSame || Boolean(recall(PENDING));
  keep(PENDING, "");
  document.documentElement.classList.toggle("foreign", !isOurs && theirs.length > 0);
  if (isOurs) choose(theirs, address.searchParams);
}

/** A page printed for a button that was pressed takes its own address: to load it again presses nothing again. */
function takeAddress() {
  const sent = new URLSearchParams(location.search);
  const isEdit = ["maj", "monter", "descendre", "retirer"].some((name) => sent.has(name));
  if (isEdit && !sent.get("chercher") && document.querySelector("#composition"))
    history.replaceState(null, "", address.pathname + address.search + location.hash);
}

const isForeign = () => document.documentElement.classList.contains("foreign");

if (basket) {
  if (isSelectionPage) takeAddress();
  readChosen();
  window.addEventListener("pageshow", ({ persisted }) => persisted && readChosen());
  document.addEventListener("listed", showChosen);
  document.addEventListener("change", ({ target }) => {
    if (!target.matches(".tick input")) return;
    const others = chosenIn(args).filter((slug) => slug !== target.value);
    choose(target.checked ? [...others, target.value] : others);
    status.textContent = tellChosen();
  });
  document.querySelector("#composer")?.addEventListener("formdata", ({ formData }) => {
    formData.delete("s");
    for (const [name, value] of args) formData.append(name, value);
  });
  document.querySelector("#composition")?.addEventListener("submit", () => {
    if (!isForeign() || !chosenIn(args).length) keep(PENDING, "1");
  });
  document.querySelector("[data-empty]")?.addEventListener("click", () => isForeign() || choose([]));
  document.querySelector("[data-take] button")?.addEventListener("click", () => {
    keep(PENDING, "1");
    followPage();
    status.textContent = tellChosen();
    document.querySelector("main").focus();
  });
}

for (const field of document.querySelectorAll("input[data-suggestions]")) {
  const load = () => import("./combobox.js").then(({ complete }) => complete(field));
  if (field.closest("main")) load();
  else field.addEventListener("focus", load, { once: true });
}

const form = document.querySelector("form[data-live]");
if (form) import("./live.js").then(({ follow }) => follow(form));

const TERM = "main a[href*='/glossaire'][href*='#'][title]";
if (document.querySelector(TERM)) import("./explanation.js").then(({ explain }) => explain(document.querySelectorAll(TERM)));

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // a page that is not served by https
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    status.textContent = "Lien copié.";
    button.textContent = "Lien copié";
  });
}
