// Lines said aloud by the browser's own voice; where it has none for the language, no button is shown.
const synth = window.speechSynthesis;
const RATES = { normal: 0.95, slow: 0.6 };
let playing;

function voiceFor(tag) {
  const language = tag.split("-")[0];
  const fits = (synth?.getVoices() ?? []).filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === language);
  return fits.find((voice) => voice.default) ?? fits.find((voice) => voice.localService) ?? fits[0];
}

function offer() {
  for (const says of document.querySelectorAll(".says:not(.can)")) {
    if (voiceFor(says.closest("[data-say]").dataset.lang)) says.classList.add("can");
  }
}

function stop() {
  synth.cancel();
  playing?.classList.remove("playing");
  playing = undefined;
}

function play(button) {
  const wasPlaying = button === playing;
  stop();
  if (wasPlaying) return;
  const line = button.closest("[data-say]");
  const words = new SpeechSynthesisUtterance(line.dataset.say);
  words.voice = voiceFor(line.dataset.lang);
  words.lang = words.voice.lang;
  words.rate = RATES["slow" in line.dataset ? "slow" : button.dataset.play];
  words.onend = words.onerror = () => { if (playing === button) stop(); };
  playing = button;
  button.classList.add("playing");
  synth.speak(words);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-play]");
  if (button) play(button);
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.code !== "KeyR") return;
  event.preventDefault();
  const button = newest();
  if (button) play(button);
});

const newest = () => [...document.querySelectorAll(".says.can [data-play='normal']")].at(-1);

// whoever wants answers aloud hears each new one once; what stood there when the page came is not said again
let heard;

function speakNewest() {
  const button = newest();
  const line = button?.closest("[data-say]").dataset.say;
  if (line === heard) return;
  heard = line;
  if (document.querySelector("[data-speaks]") && button !== playing) play(button);
}

document.addEventListener("htmx:after:swap", () => { offer(); speakNewest(); });
synth?.addEventListener?.("voiceschanged", () => { offer(); heard ??= newest()?.closest("[data-say]").dataset.say; });
offer();
heard = newest()?.closest("[data-say]").dataset.say;
