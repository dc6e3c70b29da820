// Completions under a search field, after the WAI-ARIA pattern: an editable combobox with a listbox popup.

const PAUSE = 150; // milliseconds without a key before asking
const SHORTEST = 2;
const KINDS = { practice: "pratique", term: "définition", section: "page" }; // the detail of the others says what they are

/** Give an input its completions. Arrows move, Enter opens the chosen one or sends the form, Escape closes. */
export function complete(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  input.after(list);
  input.type = "text"; // a search field may not be a combobox
  input.enterKeyHint = "search";
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  const status = document.querySelector("#annonce");
  let timer;
  let asked = "";
  let active = -1;

  const close = () => {
    clearTimeout(timer);
    asked = "";
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };

  const choose = (position) => {
    active = position;
    for (const [index, option] of [...list.children].entries()) option.setAttribute("aria-selected", index === position);
    if (position < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[position].id);
    list.children[position].scrollIntoView({ block: "nearest" });
  };

  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map((suggestion, index) => draw(suggestion, `${list.id}-${index}`)));
    if (!suggestions.length) {
      if (!list.hidden) status.textContent = "Aucune suggestion";
      return close();
    }
    choose(-1);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    status.textContent = suggestions.length === 1 ? "1 suggestion" : `${suggestions.length} suggestions`;
  };

  const ask = async () => {
    const text = input.value.trim();
    if (text.length < SHORTEST) return close();
    asked = text;
    try {
      const answer = await fetch(`${input.dataset.suggestions}?${new URLSearchParams({ q: text })}`);
      const { suggestions } = await answer.json();
      if (asked === text && document.activeElement === input) show(suggestions);
    } catch {
      close(); // without completions the field is still a search field
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.url);
    else if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") choose(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(active < 0 ? last : active - 1);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

function draw({ kind, label, detail, url }, id) {
  const option = document.createElement("li");
  option.id = id;
  option.dataset.url = url;
  option.setAttribute("role", "option");
  const parts = [["label", label], ["kind", KINDS[kind]], ["detail", detail]];
  option.append(
    ...parts.filter(([, text]) => text).map(([name, text]) => {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      return part;
    }),
  );
  return option;
}
