// Speaking instead of typing: what is heard is put into the field, to be mended, then sent. A tap begins and a tap ends,
// or the button is held; a silence ends nothing. The server writes it down where it can, else the browser does.
import { canRecognise, recognise } from "./recogniser.js";
import { canRecord, record } from "./recorder.js";

const HELD_AFTER = 400;
const UNSPACED = /^(ja|zh)/;
let listening;
let pressedAt = 0;

const micOf = (event) => event.target.closest?.("[data-dictate]");

function tellWords(words) {
  const line = document.createElement("p");
  line.textContent = words;
  document.getElementById("notice").replaceChildren(line);
}

// writes what is heard behind what stands in the field now, which may be the one of the next page already
function writer() {
  const area = document.getElementById("content");
  const typed = area?.value ?? "";
  const before = typed && !UNSPACED.test(area.lang) ? `${typed.trimEnd()} ` : typed;
  return (text) => {
    if (!area?.isConnected) return;
    area.value = before + text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function start(button) {
  const tell = (reason) => tellWords(button.dataset[reason]);
  const session = {
    button,
    lang: button.form.elements.content.lang,
    writer,
    tell,
    tellWords,
    say: (reason) => { button.form.querySelector(".hearing").textContent = reason ? button.dataset[reason] : ""; },
    busy: (is) => button.setAttribute("aria-busy", is),
    end: () => finish(session),
    fail: (reason) => { finish(session); tell(reason); },
    focus: () => document.getElementById("content")?.focus({ preventScroll: true }),
  };
  listening = session;
  button.setAttribute("aria-pressed", "true");
  // whoever speaks is not spoken to meanwhile
  document.dispatchEvent(new Event("kaiwa:listening"));
  session.hearing = (canRecord(button) ? record : recognise)(session);
}

function finish(session) {
  if (listening !== session) return;
  listening = undefined;
  session.button.setAttribute("aria-pressed", "false");
  session.say();
}

function end(how) {
  const session = listening;
  if (!session) return;
  finish(session);
  session.hearing[how]();
}

function toggle(button) {
  if (listening) end("stop");
  else if (button.getAttribute("aria-busy") !== "true" && (canRecord(button) || canRecognise)) start(button);
}

document.addEventListener("pointerdown", (event) => {
  const button = micOf(event);
  if (!button || event.button) return;
  pressedAt = listening ? 0 : event.timeStamp;
  toggle(button);
});

document.addEventListener("pointerup", (event) => {
  if (listening && pressedAt && event.timeStamp - pressedAt > HELD_AFTER) end("stop");
  pressedAt = 0;
});

// a click without a pointer comes from the keyboard or from assistive technology
document.addEventListener("click", (event) => {
  const button = micOf(event);
  if (button && !event.detail) toggle(button);
});

document.addEventListener("contextmenu", (event) => {
  if (micOf(event)) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.altKey && event.code === "KeyM") {
    const button = document.querySelector("[data-dictate]");
    event.preventDefault();
    if (button && !event.repeat) toggle(button);
  } else if (event.key === "Escape") end("cancel");
});

document.addEventListener("submit", () => end("stop"), true);
