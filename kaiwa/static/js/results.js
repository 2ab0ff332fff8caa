// A list that could not be loaded says so, with a way to try again; the next answer takes the sentence away.
for (const name of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(name, (event) => {
    const { ctx } = event.detail;
    if (!ctx.sourceElement.closest(".finder, .more")) return;
    const failed = document.querySelector("#results > .failed");
    if (!failed) return;
    failed.querySelector("a").href = ctx.request.action;
    failed.hidden = false;
    failed.scrollIntoView({ block: "nearest" });
  });
}
