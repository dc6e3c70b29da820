// Results that follow the filters: the same address is fetched, its results and counts replace those of the page.

const PAUSE = 400; // milliseconds without a key before searching
const PANEL = "#filtres"; // on a narrow screen, the fragment that shows the filters

/** Keep the results of the page true to its form, and form and results true to the address. */
export function follow(form) {
  const field = form.elements.q;
  const results = document.querySelector("#resultats");
  const total = document.querySelector("#total");
  const path = new URL(form.action).pathname;
  let shown = location.pathname + location.search;
  let request;
  let timer;
  let typing = false;
  document.documentElement.classList.add("live");

  /** Fetch an address and show what it finds; false when something newer was asked meanwhile. */
  const show = async (address) => {
    request?.abort();
    request = new AbortController();
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: request.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (contentOf(fresh) !== contentOf(document)) throw new Error("published meanwhile"); // the whole page, then
      replaceParts(fresh);
      shown = path + new URL(fresh.querySelector("link[type='application/json']").href).search;
      results.removeAttribute("aria-busy");
      return fresh;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
      return null;
    }
  };

  /** Give the page the address of what it shows: a step that Back undoes, or the same step again. */
  const record = (again) => {
    const hash = location.hash === PANEL ? PANEL : "";
    history[again ? "replaceState" : "pushState"](currentPlace(), "", shown + hash);
  };

  const search = async (again) => {
    keepPlace();
    const fresh = await show(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    if (!fresh) return false;
    record(again);
    say(tellFound());
    return true;
  };

  /** Follow a link to another search without leaving the page. */
  const open = async (address) => {
    keepPlace();
    const found = await show(address);
    if (!found) return;
    setForm(form, found);
    record(false);
    total.focus();
  };

  document.addEventListener("change", ({ target }) => {
    if (target.form !== form || target === field) return;
    clearTimeout(timer);
    typing = false;
    search(false);
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      search(typing); // Back takes away the words, not their letters one by one
      typing = true;
    }, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    search(typing).then((found) => found && total.focus());
    typing = false;
  });
  results.addEventListener("click", (event) => {
    const link = event.target.closest("[data-live-part] a");
    const isPlain = !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!link || !isPlain || link.pathname !== path) return;
    event.preventDefault();
    open(link.href);
  });

  window.addEventListener("popstate", async ({ state }) => {
    if (location.pathname + location.search === shown) return; // only the fragment has changed
    typing = false;
    const found = await show(location.pathname + location.search);
    if (!found) return;
    setForm(form, found);
    say(tellFound());
    takePlace(state);
  });
  window.addEventListener("pagehide", keepPlace);
  takePlace(history.state);
}

/** Which content a page was printed from: two contents never share one page. */
function contentOf(page) {
  return page.documentElement.dataset.content;
}

/** What was found: what the words name, the results, and those that are close. */
function tellFound() {
  const titles = document.querySelectorAll("#reponse, #total, #proches");
  return [...titles].map((title) => title.textContent.trim()).join(". ");
}

/** To those who listen, once: the same text again is not said again. */
function say(text) {
  const status = document.querySelector("#annonce");
  if (status.textContent !== text) status.textContent = text;
}

/** Replace what the results change: their parts, the title, and the choices of each filter. */
function replaceParts(fresh) {
  document.title = fresh.title;
  const best = "[name=sort] [value=pertinence]"; // with words the nearest, without any the best documented
  document.querySelector(best).textContent = fresh.querySelector(best).textContent;
  for (const part of document.querySelectorAll("[data-live-part]")) {
    part.replaceChildren(...fresh.querySelector(`[data-live-part="${part.dataset.livePart}"]`).childNodes);
  }
  for (const facet of document.querySelectorAll("[data-facet]")) {
    const other = fresh.querySelector(`[data-facet="${facet.dataset.facet}"]`);
    facet.querySelector("summary").replaceChildren(...other.querySelector("summary").childNodes);
    replaceChoices(facet.querySelector("fieldset"), other.querySelector("fieldset"));
  }
  document.dispatchEvent(new Event("listed"));
}

/** The new choices, those already there kept in place: the focus is on one of them. */
function replaceChoices(fieldset, fresh) {
  const name = (node) => (node.matches("details") ? "" : node.querySelector("input")?.value ?? node.textContent);
  const wanted = new Map([...fresh.children].map((node) => [name(node), node]));
  for (const node of [...fieldset.children]) {
    if (!wanted.has(name(node)) && !node.contains(document.activeElement)) node.remove();
  }
  let before = null;
  for (const node of [...wanted.values()].reverse()) {
    const kept = [...fieldset.children].find((one) => name(one) === name(node));
    if (kept?.matches("details")) replaceChoices(kept, node);
    else if (kept) kept.querySelector(".count")?.replaceWith(node.querySelector(".count"));
    else fieldset.insertBefore(node, before);
    before = kept ?? node;
  }
}

/** The form as the server printed it for this address. */
function setForm(form, fresh) {
  form.elements.q.value = fresh.querySelector("#q").value;
  for (const control of form.elements) {
    const same = fresh.querySelector(`[name="${control.name}"][value="${control.value}"]`);
    if (control.type === "checkbox") control.checked = Boolean(same?.hasAttribute("checked"));
    if (control.type === "select-one") control.value = fresh.querySelector(`[name="${control.name}"]`).value;
  }
}

/** Where one is in the page: how far down, and on what. */
function currentPlace() {
  const { id, name, value, href } = document.activeElement;
  return { scroll: window.scrollY, focus: { id, name, value, href } };
}

function keepPlace() {
  history.replaceState(currentPlace(), "");
}

function takePlace(place) {
  if (!place) return;
  const { id, name, value, href } = place.focus;
  const candidates = document.querySelectorAll("main a, main input, main select, main [id]");
  const isSame = (one) => (id ? one.id === id : name ? one.name === name && one.value === value : href && one.href === href);
  [...candidates].find(isSame)?.focus({ preventScroll: true });
  window.scrollTo({ top: place.scroll, behavior: "instant" });
}
