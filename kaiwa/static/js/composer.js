// The text field: it grows, keeps its draft, sends on Enter, and is emptied only when what it held has arrived.
const field = () => document.querySelector("textarea[data-draft]");
const key = (area) => `draft:${area.dataset.draft}`;
const notice = document.getElementById("notice");

function keep(area) {
  try {
    if (area.value) sessionStorage.setItem(key(area), area.value);
    else sessionStorage.removeItem(key(area));
  } catch { /* the text is still in the field */ }
}

function restore() {
  const area = field();
  if (!area) return;
  try { area.value ||= sessionStorage.getItem(key(area)) ?? ""; } catch { /* nothing was kept */ }
  grow(area);
}

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight}px`;
}

function write(area, text) {
  area.value = text;
  keep(area);
  grow(area);
}

function use(text) {
  const area = field();
  if (!area) return;
  write(area, text);
  area.focus();
}

function closeHint() {
  document.getElementById("hint")?.querySelectorAll(":scope > :not(input)").forEach((part) => part.remove());
  field()?.focus();
}

function openHint() {
  (document.getElementById("hint-next") ?? document.querySelector("[data-hint]"))?.click();
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("textarea[data-draft]")) return;
  keep(event.target);
  grow(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.altKey && event.code === "KeyH") {
    event.preventDefault();
    openHint();
  } else if (event.key === "Escape") {
    notice.replaceChildren();
    if (document.querySelector("#hint p") && !document.querySelector(":popover-open")) closeHint();
  } else if (event.key === "Enter" && event.target.matches("textarea[data-draft]")) {
    // 229: Safari ends the composition before it tells of the key that ended it
    if (event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
  }
});

document.addEventListener("click", (event) => {
  const user = event.target.closest("[data-use]");
  if (user) use(user.dataset.use);
  if (event.target.closest("#notice")) notice.replaceChildren();
  if (event.target.closest("[data-close-hint]")) {
    event.preventDefault();
    closeHint();
  }
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status >= 400) return;
  notice.replaceChildren();
  if (ctx.sourceElement.id !== "composer-form") return;
  const area = field();
  const sent = ctx.request.body.get("content");
  // what was typed on while it was sent stays
  if (area && area.value.startsWith(sent)) write(area, area.value.slice(sent.length));
});

document.addEventListener("htmx:after:swap", (event) => {
  restore();
  document.querySelector("#hint:has(p)")?.scrollIntoView({ block: "nearest" });
  const { sourceElement, request } = event.detail.ctx;
  if ([sourceElement?.id, request?.form?.id].some((id) => id === "composer-form" || id === "extension")) field()?.focus({ preventScroll: true });
  else if (document.activeElement === document.body && document.querySelector("#hint p")) document.getElementById("hint").focus();
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.response || event.target.closest?.("[aria-busy]")) return;
  const words = document.createElement("p");
  words.textContent = notice.dataset.offline;
  notice.replaceChildren(words);
});

restore();
