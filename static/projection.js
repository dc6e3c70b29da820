// Projecting a selection: the arrow keys follow the links that each screen already has.

const screens = [...document.querySelectorAll(".slide")];

function shown() {
  const middle = window.innerHeight / 2;
  const found = screens.findIndex((screen) => screen.getBoundingClientRect().bottom > middle);
  return found < 0 ? screens.length - 1 : found;
}

function show(index) {
  const screen = screens[Math.max(0, Math.min(index, screens.length - 1))];
  history.replaceState(null, "", `#${screen.id}`);
  screen.scrollIntoView();
  screen.focus({ preventScroll: true });
}

/** Up and down scroll as anywhere else inside a screen that is taller than the window: enlarged text, small window. */
function isReading(key) {
  return /^(Arrow|Page)(Up|Down)$/.test(key) && screens[shown()].offsetHeight > window.innerHeight + 1;
}

const moves = {
  ArrowRight: () => show(shown() + 1),
  ArrowDown: () => show(shown() + 1),
  PageDown: () => show(shown() + 1),
  ArrowLeft: () => show(shown() - 1),
  ArrowUp: () => show(shown() - 1),
  PageUp: () => show(shown() - 1),
  Home: () => show(0),
  End: () => show(screens.length - 1),
};

document.addEventListener("keydown", (event) => {
  const move = moves[event.key];
  if (isReading(event.key)) return;
  if (!move || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  move();
});
