// The card in its frame: it tells the page around how high it is whole, and has its links opened by it where a frame may
// open nothing. The messages are WordPress's (secret, message, value), and « iframe.resize » for the others.
(() => {
  const root = document.documentElement;
  const [, theme] = /[?&]theme=(clair|sombre)(?:&|$)/.exec(location.search) ?? [];
  if (theme) root.dataset.theme = theme; // in a copy made of files nobody else reads the address
  if (parent === window) return;
  const [, secret] = /[#?&]secret=([a-zA-Z0-9]+)/.exec(location.hash) ?? [];
  const send = (message, value) => secret && parent.postMessage({ secret, message, value }, "*");
  let told = 0;

  function tell() {
    root.classList.add("whole", "measured");
    const height = Math.ceil(root.getBoundingClientRect().height);
    root.classList.remove("measured");
    root.classList.toggle("whole", innerHeight >= height);
    if (height === told) return;
    told = height;
    send("height", height);
    parent.postMessage(JSON.stringify({ context: "iframe.resize", src: location.href, height }), "*");
  }

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || data?.message !== "ready") return;
    told = 0;
    tell();
  });
  addEventListener("resize", tell);
  addEventListener("load", tell);
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const form = event.target.closest("button")?.form;
    const searched = form && new URLSearchParams(new FormData(form));
    if (!(form || (link && secret)) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // a frame that may send no form may still open what the form leads to
    const address = form ? `${form.action}?${searched}` : link.href;
    if (secret) send("link", address);
    else open(address, "_blank", "noopener");
  });
})();
