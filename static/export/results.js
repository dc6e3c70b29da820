// Results in the page: cards with why they are there, what the request names, sections of the site, the sentence above.

export function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

/** « 12 pratiques » */
export function countOf(number) {
  return `${number.toLocaleString("fr")} ${number > 1 ? "pratiques" : "pratique"}`;
}

/** The card of a practice; its excerpt follows when its text has come. */
export function drawCard({ item }, hit) {
  const card = document.importNode(item, true);
  if (!hit) return card;
  const summary = card.querySelector(".card-text");
  if (hit.why.length) card.querySelector("article").append(make("p", { className: "card-why", textContent: hit.why.join(" ; ") }));
  hit.excerpt().then(({ part, runs }) => {
    const excerpt = part ? make("p", { className: "card-excerpt" }) : summary;
    const nodes = runs.map(([text, isMarked]) => (isMarked ? make("mark", { textContent: text }) : text));
    if (part) {
      nodes.unshift(make("span", { className: "card-part", textContent: `Dans «\u00a0${part}\u00a0»\u00a0:` }), " ");
      summary.after(excerpt);
    }
    excerpt.replaceChildren(...nodes);
  }, console.error);
  return card;
}

/** What the request names: one link, its definition, how many practices it has. */
export function drawAnswer(answer) {
  const place = document.querySelector("#reponse");
  place.hidden = !answer;
  if (!answer) return;
  const heading = make("h2", { id: "titre-reponse" });
  heading.append(make("a", { href: answer.link, textContent: answer.label }));
  const told = answer.total ? countOf(answer.total) : "aucune pratique";
  const lines = [answer.definition && make("p", { textContent: answer.definition }), make("p", { className: "detail", textContent: `${answer.detail}, ${told}` })];
  place.replaceChildren(heading, ...lines.filter(Boolean));
}

/** Sections of pages, selections and pitfalls that hold the words. */
export function drawElsewhere(sections) {
  const items = sections.map(({ title, detail, text, link }) => {
    const item = make("li", {});
    item.append(make("a", { href: link, textContent: title }), " ", make("span", { className: "detail", textContent: detail }), make("p", { className: "detail", textContent: text }));
    return item;
  });
  document.querySelector("#aussi").hidden = !items.length;
  document.querySelector("#aussi ul").replaceChildren(...items);
}

/** The practices that lack a word: five, and five more folded. With none above, the title of the page is their heading. */
export function drawClose(close, { words, total }) {
  const section = document.querySelector("#proches");
  const heading = section.querySelector("h2");
  const more = section.querySelector("details");
  section.hidden = !close.length;
  section.toggleAttribute("aria-labelledby", total > 0);
  if (total) section.setAttribute("aria-labelledby", heading.id);
  heading.hidden = !total;
  heading.textContent = `Proches : il y manque ${words === 2 ? "un" : "au moins un"} de vos mots`;
  section.querySelector("ol").replaceChildren(...close.slice(0, 5));
  more.hidden = close.length <= 5;
  more.querySelector("ol").replaceChildren(...close.slice(5));
  more.querySelector("summary").textContent = `Voir ${close.length - 5} ${close.length > 6 ? "autres pratiques proches" : "autre pratique proche"}`;
}

/** The sentence above the results: how many have every word, and what else is shown. */
export function tell({ total, close, isMixed, text, isFiltered }) {
  if (isMixed && total) return `${countOf(total)} avec tous les mots de votre question\u00a0; ${total === 1 ? "la voici" : "les voici"} parmi les plus proches.`;
  if (isMixed) return "Aucune pratique ne contient tous les mots de votre question\u00a0; voici celles qui y répondent le mieux.";
  if (!total && close && isFiltered) return "Sous ces filtres, aucune pratique ne contient tous vos mots\u00a0; voici les plus proches.";
  if (!total && close) return "Aucune pratique ne contient tous vos mots\u00a0; voici les plus proches.";
  return (total ? countOf(total) : "Aucune pratique") + (text ? ` pour «\u00a0${text}\u00a0»` : "");
}
