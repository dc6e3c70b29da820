// For a page that shows cards of this site: each frame takes the height of its card. One <script> a page, anywhere in it.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const frames = () => [...document.querySelectorAll("iframe")].filter(({ src }) => src.startsWith(`${home}/`));
  const ask = () => frames().forEach((frame) => frame.contentWindow.postMessage({ message: "ready" }, "*"));

  addEventListener("message", ({ source, data }) => {
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (!frame || typeof data !== "string") return;
    const { context, height } = JSON.parse(data);
    if (context === "iframe.resize" && height > 0) frame.style.height = `${Math.min(height, 2000)}px`;
  });
  addEventListener("DOMContentLoaded", ask);
  ask();
})();
