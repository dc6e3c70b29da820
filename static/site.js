// What scripts add to pages that work without them. Each part is loaded where, and when, it is of use.

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
    document.querySelector("#annonce").textContent = "Lien copié.";
    button.textContent = "Lien copié";
  });
}
