// While answers are said aloud their text is one tap away; the switch works at once, and the server remembers it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show-text]");
  if (!button) return;
  const bubble = button.closest(".bubble");
  bubble.classList.add("shown");
  const line = bubble.querySelector(".line");
  line.tabIndex = -1;
  line.focus({ preventScroll: true });
});

document.addEventListener("change", (event) => {
  if (event.target.id === "aloud-switch") document.getElementById("stage").toggleAttribute("data-speaks", event.target.checked);
});
