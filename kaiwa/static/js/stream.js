// The conversation as it grows: the newest line in view, and a way on where an answer is lost.
const LOST_AFTER = 3;
const failures = new WeakMap();
const connected = (element) => element?.matches?.("[hx-sse\\:connect]");

function follow(always) {
  const latest = document.getElementById("latest");
  const dock = document.querySelector(".talk .dock");
  if (!latest || !dock) return;
  const stuck = getComputedStyle(dock).position === "sticky" ? dock.offsetHeight : 0;
  const hidden = latest.getBoundingClientRect().bottom + stuck - innerHeight;
  // whoever has scrolled up to read is left there
  if (hidden > 0 && (always || hidden < innerHeight / 2)) scrollBy({ top: hidden, behavior: "instant" });
}

function lose(reply) {
  reply.removeAttribute("aria-busy");
  reply.querySelector(".lost")?.removeAttribute("hidden");
  follow(false);
}

document.addEventListener("htmx:after:swap", (event) => {
  const title = document.getElementById("stage")?.dataset.title;
  if (title) document.title = title;
  follow(!connected(event.detail.ctx.sourceElement));
});

document.addEventListener("htmx:sse:after:message", () => follow(false));

document.addEventListener("htmx:sse:close", (event) => {
  event.target.removeAttribute("aria-busy");
});

document.addEventListener("htmx:sse:error", (event) => {
  const count = (failures.get(event.target) ?? 0) + 1;
  failures.set(event.target, count);
  if (count >= LOST_AFTER) lose(event.target);
});

for (const name of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(name, (event) => {
    if (connected(event.target)) lose(event.target);
  });
}
