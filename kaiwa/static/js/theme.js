// Runs before the first paint, so that the page never flashes in the other colours.
(() => {
  const root = document.documentElement;
  const order = ["auto", "light", "dark"];
  // what this browser was switched to, else what the account says
  const account = root.dataset.accountTheme ?? "auto";
  const kept = () => {
    try { return localStorage.getItem("theme") ?? account; } catch { return account; }
  };

  function wear(theme) {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    const button = document.querySelector("[data-theme-switch]");
    button?.setAttribute("aria-label", button.getAttribute(`data-label-${theme}`));
  }

  root.dataset.js = "";
  if (window.SpeechRecognition ?? window.webkitSpeechRecognition) root.dataset.dictation = "";
  if (window.MediaRecorder && navigator.mediaDevices) root.dataset.recorder = "";
  wear(kept());
  document.addEventListener("DOMContentLoaded", () => wear(kept()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const next = order[(order.indexOf(kept()) + 1) % order.length];
    try { localStorage.setItem("theme", next); } catch { /* a browser that keeps nothing still changes */ }
    wear(next);
  });
  // chosen for the account: the browser's own switch gives way
  document.addEventListener("change", (event) => {
    const chosen = event.target.closest("[data-account-themes] [name=theme]");
    if (!chosen) return;
    try { localStorage.removeItem("theme"); } catch { /* nothing was kept */ }
    wear(chosen.value);
  });
})();
