// Readings come and go at once on every line; the server is told, so that it remembers.
document.addEventListener("htmx:config:request", (event) => {
  if (event.target.id !== "readings") return;
  const stage = document.getElementById("stage");
  const shown = stage.dataset.readings === "off";
  stage.dataset.readings = shown ? "on" : "off";
  event.detail.ctx.request.body.set("shown", shown ? "yes" : "no");
});
