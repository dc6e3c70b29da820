// A selection that lives in its address, listed in the browser: links passed on before the site became files still hold.

import { rules } from "./rules.js";

const MOST = 100; // sheets listed of one address
const CODE = new RegExp(rules.code);

const list = document.querySelector("#liste");
const status = document.querySelector("#annonce");

/** The names that the address gives, each once, less the marks of their state. */
function readNames(args) {
  const names = args.getAll("s").flatMap((value) => value.split(",")).map((name) => name.trim().split("@")[0]);
  return [...new Set(names.filter((name) => /^[a-z0-9-]+$/.test(name)))].slice(0, MOST);
}

/** The address of a sheet, from its slug or its short code; null when there is none. */
async function findSheet(name) {
  if (CODE.test(name)) {
    const answer = await fetch(`../p/${name}/`);
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return new URL(page.querySelector("main a").getAttribute("href"), answer.url);
    }
  }
  return new URL(`../pratiques/${name}/`, location.href);
}

async function readSheet(name) {
  const address = await findSheet(name);
  const answer = await fetch(address.href.replace(/\/$/, ".json"));
  return answer.ok ? { address, sheet: await answer.json() } : null;
}

function draw({ address, sheet }, note) {
  const item = document.importNode(document.querySelector("#fiche").content, true);
  const link = item.querySelector("a");
  link.href = address;
  link.textContent = sheet.title;
  item.querySelector(".card-who").textContent = sheet.organisation.name;
  item.querySelector(".card-text").textContent = sheet.summary;
  const told = item.querySelector(".host-note");
  told.hidden = !note;
  told.querySelector("span").textContent = note ?? "";
  return item;
}

const args = new URLSearchParams(location.search);
const names = readNames(args);
if (names.length) {
  const found = await Promise.all(names.map((name) => readSheet(name).catch(() => null)));
  const items = found.filter(Boolean).map((one) => draw(one, args.get(`note-${one.sheet.short_url.split("/").pop()}`)));
  const lost = names.filter((_, index) => !found[index]);
  if (args.get("titre")) document.querySelector("h1").textContent = args.get("titre").slice(0, rules.maxTitle);
  list.replaceChildren(...items);
  document.querySelector("#perdues").hidden = !lost.length;
  document.querySelector("#perdues span").textContent = lost.join(", ");
  status.textContent = `${items.length} ${items.length > 1 ? "pratiques" : "pratique"}`;
}
