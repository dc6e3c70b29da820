// Glossary terms explained where they stand: on hover, on focus, and at the first touch; a second one follows the link.

const GAP = 6; // pixels between a term and its explanation

/** Show the title of each link as a small note below it. Escape closes it, and one can point at it. */
export function explain(links) {
  const note = document.createElement("div");
  note.id = "explication";
  note.className = "explanation";
  note.setAttribute("role", "tooltip");
  note.hidden = true;
  document.body.append(note);
  let shown = null;
  let timer;

  const hide = () => {
    shown?.removeAttribute("aria-describedby");
    shown = null;
    note.hidden = true;
  };
  const hideSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, 200); // time enough to move the pointer onto the note
  };
  const show = (link) => {
    clearTimeout(timer);
    if (shown !== link) hide();
    shown = link;
    note.textContent = link.dataset.explanation;
    note.hidden = false;
    link.setAttribute("aria-describedby", note.id);
    const place = link.getBoundingClientRect();
    const left = Math.min(place.left, document.documentElement.clientWidth - note.offsetWidth - GAP);
    note.style.setProperty("left", `${Math.max(GAP, left) + window.scrollX}px`);
    note.style.setProperty("top", `${place.bottom + window.scrollY + GAP}px`);
  };

  for (const link of links) {
    link.dataset.explanation = link.title;
    link.removeAttribute("title"); // else the browser shows it a second time
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", hide);
    link.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", hideSoon);
    link.addEventListener("pointerdown", (event) => {
      link.dataset.first = event.pointerType === "mouse" || shown === link ? "" : "1";
    });
    link.addEventListener("click", (event) => {
      if (!link.dataset.first) return;
      event.preventDefault();
      show(link);
    });
  }
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", hideSoon);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
}
