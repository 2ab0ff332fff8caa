// Speaking instead of typing: what the browser hears is put into the field, to be mended, then sent.
// A tap begins and a tap ends, or it is held; a silence ends nothing.
const Recogniser = window.SpeechRecognition ?? window.webkitSpeechRecognition;
const HELD_AFTER = 400;
const AT_ONCE = 300;
const UNSPACED = /^(ja|zh)/;
let listening;
let pressedAt = 0;

function say(words) {
  const line = document.createElement("p");
  line.textContent = words;
  document.getElementById("notice").replaceChildren(line);
}

function fill(area, text) {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function stop() {
  const ended = listening;
  listening = undefined;
  ended?.button.setAttribute("aria-pressed", "false");
  ended?.recogniser.stop();
}

function hear(button) {
  const area = button.form.elements.content;
  const recogniser = new Recogniser();
  const before = area.value && !UNSPACED.test(area.lang) ? `${area.value.trimEnd()} ` : area.value;
  recogniser.lang = area.lang;
  recogniser.continuous = true;
  recogniser.interimResults = true;
  recogniser.onresult = ({ results }) => {
    if (area.isConnected) fill(area, before + Array.from(results, (each) => each[0].transcript).join(""));
  };
  recogniser.onerror = ({ error }) => {
    if (error === "no-speech" || error === "aborted") return;
    if (listening?.recogniser === recogniser) stop();
    say(error === "not-allowed" ? button.dataset.refused : button.dataset.lost);
  };
  const begun = performance.now();
  // the browser gives up in a silence, the learner does not
  recogniser.onend = () => {
    if (listening?.recogniser !== recogniser) return;
    if (performance.now() - begun > AT_ONCE) hear(button);
    else stop();
  };
  listening = { button, recogniser };
  button.setAttribute("aria-pressed", "true");
  recogniser.start();
}

const micOf = (event) => event.target.closest?.("[data-dictate]");

document.addEventListener("pointerdown", (event) => {
  const button = micOf(event);
  if (!button || event.button) return;
  pressedAt = listening ? 0 : event.timeStamp;
  if (listening) stop();
  else hear(button);
});

document.addEventListener("pointerup", (event) => {
  if (listening && pressedAt && event.timeStamp - pressedAt > HELD_AFTER) stop();
  pressedAt = 0;
});

// a click without a pointer comes from the keyboard or from assistive technology
document.addEventListener("click", (event) => {
  const button = micOf(event);
  if (!button || event.detail) return;
  if (listening) stop();
  else hear(button);
});

document.addEventListener("submit", stop, true);
