// What scripts add to the contribution form: live counts, rows without a new page, copying, and a draft kept on this
// device when the person asks for it. The form does all its work without this file.

const form = document.querySelector("form[data-draft]");

if (form) {
  follow(form);
  comeBack(form);
  offerDraft(form);
}
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
    form.submit();
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
 * The browser's Back finds what was typed, added rows included, though the page may have to be read again: it stands in
 * the entry of this page in the history of this tab, which no other visit sees.
 */
function comeBack(form) {
  for (const name of ["change", "rows", "submit"]) form.addEventListener(name, () => remember(form));
  addEventListener("pageshow", (event) => {
    const fields = history.state?.fields;
    if (fields && !event.persisted) bringBack(form, fields);
  });
}

function remember(form) {
  try {
    history.replaceState({ fields: typedIn(form) }, "");
  } catch {
    // Too much, or too often: what was kept before remains.
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

function fill(form, fields) {
  const typed = new URLSearchParams(fields);
  for (const field of form.querySelectorAll("input[name], select[name], textarea[name]")) {
    if (field.type === "file") continue; // only a person may choose one
    if (field.type === "checkbox") field.checked = typed.getAll(field.name).includes(field.value);
    else field.value = typed.get(field.name) ?? field.value;
    count(field);
  }
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

/** A box to tick; from then on what is typed is written in this browser, and nowhere else. */
function offerDraft(form) {
  const key = `brouillon:${form.dataset.draft}`;
  const kept = read(key);
  if (kept) form.before(makeOffer(form, key, kept));
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: Boolean(kept) });
  const label = document.createElement("label");
  const text = document.createElement("span");
  label.className = "choice keep-draft";
  text.textContent = "Garder un brouillon dans ce navigateur, sur cet appareil seulement";
  label.append(box, text);
  form.querySelector(".form-actions:last-child").before(label);
  const keep = () => {
    if (box.checked) write(key, { day: new Date().toLocaleString("fr"), fields: typedIn(form) });
  };
  for (const name of ["input", "rows"]) {
    form.addEventListener(name, keep);
  }
  box.addEventListener("change", () => (box.checked ? keep() : localStorage.removeItem(key)));
}

function makeOffer(form, key, kept) {
  const notice = document.createElement("p");
  notice.className = "notice draft-offer";
  notice.append(`Un brouillon du ${kept.day} est gardé dans ce navigateur. `);
  notice.append(makeButton("Reprendre ce brouillon", () => restore(form, kept.fields)), " ");
  notice.append(
    makeButton("L'effacer", () => {
      localStorage.removeItem(key);
      notice.remove();
    }),
  );
  return notice;
}

/** The draft is sent back to the server, which prints the form with it. */
function restore(form, fields) {
  const carrier = Object.assign(document.createElement("form"), { method: "post", action: addressOf(form), hidden: true });
  for (const [name, value] of [...fields, ["action", "edit"]]) {
    carrier.append(Object.assign(document.createElement("textarea"), { name, value }));
  }
  document.body.append(carrier);
  carrier.submit();
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

function makeButton(text, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: text });
  button.addEventListener("click", act);
  return button;
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // The browser refuses to keep anything: the file remains.
  }
}
