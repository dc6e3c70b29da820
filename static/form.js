// What scripts add to the contribution form: live counts, rows without a new page, copying, what was typed found again
// after a step back, and drafts kept on this device when the person asks for it. The form does all its work without this file.

const MAX_ENTRIES = 20; // pages of the form that a tab remembers
const MAX_DRAFTS = 3; // of one sheet, or of new ones
const PAUSE = 300; // milliseconds without typing, after which it is remembered

// By name: a browser that keeps nothing refuses the very mention of them.
const TAB = "sessionStorage";
const DEVICE = "localStorage";

const form = document.querySelector("form[data-draft]");
const ready = document.querySelector(".result-form");

if (form) {
  follow(form);
  const drafts = keepDrafts(form);
  comeBack(form, drafts.resume);
  warnBeforeLoss(form, drafts.isKept);
}
if (ready) settleName(ready);
for (const area of document.querySelectorAll("textarea[data-copy]")) offerCopy(area);

/** Keep every count up to date, and let the buttons of rows answer in place. */
function follow(form) {
  form.addEventListener("input", (event) => count(event.target));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=action]");
    if (!button || !/^(add|remove)-/.test(button.value)) return;
    event.preventDefault();
    changeRows(form, button);
  });
}

function count(field) {
  const place = field.dataset?.count && form.querySelector(`[data-count-of="${field.id}"]`);
  if (!place) return;
  const used = [...field.value].length;
  const limit = Number(field.dataset.count);
  place.textContent = `${used.toLocaleString("fr")} caractère${used > 1 ? "s" : ""} sur ${limit.toLocaleString("fr")}`;
  place.classList.toggle("over", used > limit);
}

/** The server answers with the whole form; only the list that changed is taken from it. */
async function changeRows(form, button) {
  const body = new URLSearchParams(typedIn(form));
  const isAdded = button.value.startsWith("add-");
  const outer = button.closest("[data-rows]").parentElement.closest("[data-rows]") ?? button.closest("[data-rows]");
  const id = button.closest("[data-rows]").id;
  outer.inert = !isAdded; // the rows after a removed one change places: nothing is typed there meanwhile
  try {
    const page = await ask(form, body, button.value);
    const fresh = document.adoptNode(page.getElementById(outer.id));
    if (isAdded) carryOver(outer, fresh, body);
    const isTyping = isAdded && outer.contains(document.activeElement) && document.activeElement !== button;
    const field = isTyping ? document.activeElement.id : "";
    outer.replaceWith(fresh);
    if (field) document.getElementById(field)?.focus();
    else focusList(document.getElementById(id), isAdded);
    form.dispatchEvent(new Event("rows"));
  } catch {
    const submit = Object.assign(document.createElement("input"), { type: "hidden", name: "action", value: button.value });
    form.append(submit);
    form.requestSubmit();
  }
}

/** What was typed while the server was answering is not lost. */
function carryOver(old, fresh, sent) {
  for (const field of old.querySelectorAll("input[name], select[name], textarea[name]")) {
    const same = fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (same && field.id && field.value !== sent.get(field.name)) same.value = field.value;
  }
}

/**
 * The browser's Back, Forward and Reload find what was typed, added rows included, though the page may have to be read
 * again: it stands in the memory of this tab, under the name of this page in its history, which no other visit sees.
 */
function comeBack(form, resume) {
  let waiting = 0;
  let isTouched = false; // a page that is only read leaves nothing in the browser
  const remember = () => {
    clearTimeout(waiting);
    if (isTouched) writeEntry(typedIn(form));
  };
  for (const name of ["input", "change", "rows"]) form.addEventListener(name, () => (isTouched = true));
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(remember, PAUSE);
  });
  for (const name of ["change", "rows", "submit"]) form.addEventListener(name, remember);
  addEventListener("pagehide", remember);
  addEventListener("pageshow", async (event) => {
    const fields = event.persisted ? null : readEntry();
    if (fields) await bringBack(form, fields);
    resume();
  });
}

function entryKey() {
  if (!history.state?.entry) history.replaceState({ ...history.state, entry: makeName() }, "");
  return `saisie:${history.state.entry}`;
}

/**
 * A new visit to the address of this page has its entry in Chromium: it finds what was typed, unless that is kept as a
 * draft, which is offered.
 */
function readEntry() {
  const kept = history.state?.entry && read(TAB, entryKey());
  if (!Array.isArray(kept?.fields)) return null;
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  if (!isNew || !new URLSearchParams(kept.fields).get("kept")) return kept.fields;
  history.replaceState(null, "");
  return null;
}

/** The oldest pages make room; what can no longer be kept up to date is forgotten, rather than found again later. */
function writeEntry(fields) {
  const key = entryKey();
  const others = listKeys(TAB, "saisie:").filter((other) => other !== key);
  const when = (other) => read(TAB, other)?.when ?? 0;
  others.sort((one, other) => when(other) - when(one));
  for (const old of others.splice(MAX_ENTRIES - 1)) forget(TAB, old);
  while (!write(TAB, key, { when: Date.now(), fields })) {
    if (!others.length) return void forget(TAB, key);
    forget(TAB, others.pop());
  }
}

/** Fields that the page lacks are those of added rows: the server prints their lists. */
async function bringBack(form, fields) {
  fill(form, fields);
  const here = new Set(Array.from(form.elements, (field) => field.name));
  const gone = new Set(Array.from(form.querySelectorAll("[data-rows] [name]:not(button)"), (field) => field.name));
  for (const [name] of fields) gone.delete(name);
  if (!gone.size && fields.every(([name]) => here.has(name))) return;
  const page = await ask(form, fields, "edit").catch(() => null);
  for (const list of page ? form.querySelectorAll("[data-rows]") : []) {
    if (!list.parentElement.closest("[data-rows]")) list.replaceWith(document.adoptNode(page.getElementById(list.id)));
  }
}

/** What the browser has brought back itself, or what was typed since, is newer: it stays. */
function fill(form, fields) {
  const typed = new URLSearchParams(fields);
  for (const field of form.querySelectorAll("input[name], select[name], textarea[name]")) {
    if (field.type === "file" || !isUntouched(field)) continue; // only a person may choose a file
    if (field.type === "checkbox") field.checked = typed.getAll(field.name).includes(field.value);
    else field.value = typed.get(field.name) ?? field.value;
    count(field);
  }
}

/** Whether a field is as the server printed it. */
function isUntouched(field) {
  if (field.type === "checkbox") return field.checked === field.defaultChecked;
  if (field.options) return field.selectedIndex === Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return field.value === field.defaultValue;
}

/** What was typed, by name: not the file of a draft, which is for « Reprendre » alone. */
function typedIn(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

/** What the server prints after a button of the form, as a document. */
async function ask(form, fields, action) {
  const body = new URLSearchParams([...fields, ["action", action]]);
  const answer = await fetch(addressOf(form), { method: "POST", body });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** `form.action` would be its buttons, which have that name. */
function addressOf(form) {
  return form.getAttribute("action");
}

function focusList(list, isAdded) {
  const rows = list.querySelectorAll(":scope > .row");
  const target = isAdded ? rows[rows.length - 1]?.querySelector("input, select, textarea") : list;
  target?.focus();
}

/**
 * A box to tick; from then on what is typed is written in this browser, and nowhere else. Each sheet in progress has a
 * draft of its own: its name goes with the form, from page to page. Nothing is written over a draft that is offered, nor
 * over one that another tab has gone on with.
 */
function keepDrafts(form) {
  const sheet = form.dataset.draft;
  const name = form.elements.kept;
  const printed = JSON.stringify(typedIn(form));
  const box = Object.assign(document.createElement("input"), { type: "checkbox" });
  const key = () => draftKey(sheet, name.value);
  let offer = null;
  let version;
  const keep = () => {
    if (!box.checked || (!form.dataset.typed && JSON.stringify(typedIn(form)) === printed)) return;
    const there = name.value ? read(DEVICE, key()) : null;
    if (!name.value || (there && there.version !== version)) name.value = makeName();
    version = makeName();
    write(DEVICE, key(), { version, when: Date.now(), day: new Date().toLocaleString("fr"), fields: typedIn(form) });
  };
  const resume = () => {
    box.checked = Boolean(name.value);
    version = name.value ? read(DEVICE, key())?.version : undefined;
    if (name.value) offer?.remove();
  };
  addBox(form, box);
  adoptOldDraft(sheet);
  if (!name.value) offer = offerDrafts(form, sheet);
  resume();
  for (const each of ["input", "rows"]) form.addEventListener(each, (event) => event.target !== box && keep());
  box.addEventListener("change", () => {
    if (box.checked) return keep();
    if (name.value) forget(DEVICE, key());
    name.value = "";
  });
  return { resume, isKept: () => box.checked && Boolean(read(DEVICE, key())) };
}

function addBox(form, box) {
  const label = document.createElement("label");
  const text = document.createElement("span");
  label.className = "choice keep-draft";
  text.textContent = "Garder un brouillon dans ce navigateur, sur cet appareil seulement";
  label.append(box, text);
  form.querySelector(".form-actions:last-child").before(label);
}

function draftKey(sheet, name) {
  return `brouillon:${sheet}:${name}`;
}

/** Before each sheet had its own, there was one draft of all new ones, and one of each correction. */
function adoptOldDraft(sheet) {
  const old = `brouillon:${sheet}`;
  const kept = read(DEVICE, old);
  if (kept && write(DEVICE, draftKey(sheet, "ancien"), kept)) forget(DEVICE, old);
}

/** The newest drafts, each to be gone on with or erased; older ones make room. */
function offerDrafts(form, sheet) {
  const keys = listKeys(DEVICE, draftKey(sheet, ""));
  const drafts = keys.map((key) => ({ key, ...read(DEVICE, key) })).filter((draft) => Array.isArray(draft.fields));
  drafts.sort((one, other) => (other.when ?? 0) - (one.when ?? 0));
  for (const old of drafts.splice(MAX_DRAFTS)) forget(DEVICE, old.key);
  if (!drafts.length) return null;
  const notice = document.createElement("div");
  notice.className = "notice draft-offer";
  const list = document.createElement("ul");
  for (const draft of drafts) list.append(makeOffer(form, draft, () => list.children.length || notice.remove()));
  const many = `${drafts.length} brouillons sont gardés`;
  const sentence = Object.assign(document.createElement("p"), {
    textContent: `${drafts.length > 1 ? many : "Un brouillon est gardé"} dans ce navigateur. Ce que vous écrivez ici n'y change rien.`,
  });
  notice.append(sentence, list);
  form.before(notice);
  return notice;
}

function makeOffer(form, draft, erased) {
  const title = new URLSearchParams(draft.fields).get("title")?.trim() || "Sans titre";
  const item = document.createElement("li");
  const erase = () => {
    forget(DEVICE, draft.key);
    item.remove();
    erased();
  };
  const resume = () => restore(form, draft.fields, draft.key.slice(draft.key.lastIndexOf(":") + 1));
  item.append(`« ${title} », du ${draft.day ?? "…"}. `);
  item.append(makeButton("Reprendre ce brouillon", resume, title), " ", makeButton("L'effacer", erase, title));
  return item;
}

/** The draft is sent back to the server, which prints the form with it. */
function restore(form, fields, name) {
  form.dispatchEvent(new Event("submit")); // what was begun here is found again by a step back
  const carrier = Object.assign(document.createElement("form"), { method: "post", action: addressOf(form), hidden: true });
  const sent = fields.filter(([field]) => field !== "kept");
  for (const [field, value] of [...sent, ["kept", name], ["action", "edit"]]) {
    carrier.append(Object.assign(document.createElement("textarea"), { name: field, value }));
  }
  document.body.append(carrier);
  carrier.submit();
}

/** The browser asks before it closes a page whose text would be lost: not on the way to another page, where Back finds it. */
function warnBeforeLoss(form, isKept) {
  const ask = (event) => isKept() || event.preventDefault();
  const listen = () => addEventListener("beforeunload", ask);
  const leave = () => removeEventListener("beforeunload", ask);
  if (form.dataset.typed) listen();
  form.addEventListener("rows", listen);
  form.addEventListener("input", (event) => event.target.name && listen());
  form.addEventListener("submit", leave);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && !link.getAttribute("href").startsWith("#")) leave();
  });
}

/** A sheet that is taken away keeps the name that it was taken away under, whatever its title becomes. */
function settleName(ready) {
  const slug = ready.querySelector("input[name=slug]");
  ready.addEventListener("click", (event) => {
    if (slug && event.target.closest("button[value=download], .ways a, [data-copy] ~ p button")) slug.value = slug.dataset.name;
  });
}

function offerCopy(area) {
  const button = makeButton("Copier", async () => {
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      document.execCommand("copy");
    }
    status.textContent = "Texte copié.";
  });
  const status = Object.assign(document.createElement("span"), { className: "copied" });
  status.setAttribute("role", "status");
  const line = document.createElement("p");
  line.append(button, " ", status);
  area.after(line);
}

/** `about` tells people who do not see the place of the button what it is for. */
function makeButton(text, act, about = "") {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: text });
  if (about) button.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` : ${about}` }));
  button.addEventListener("click", act);
  return button;
}

function makeName() {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
}

function listKeys(storage, beginning) {
  try {
    return Object.keys(window[storage]).filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
}

function read(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key));
  } catch {
    return null;
  }
}

/** Whether it is kept: a browser may have no room, or refuse to keep anything. */
function write(storage, key, value) {
  try {
    window[storage].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function forget(storage, key) {
  try {
    window[storage].removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
