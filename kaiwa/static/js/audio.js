// Lines said aloud: by the server's voice where it has one, else by the browser's own; where there is neither, no button.
const synth = window.speechSynthesis;
const RATES = { normal: 0.95, slow: 0.6 };
const CLIP_RATES = { normal: 1, slow: 0.7 };
const SILENT_FOR = 60_000;
const SOUNDS_LIKE = { female: /female|woman/i, male: /\bmale|\bman\b/i };
const notice = document.getElementById("notice");
let playing;
let clip;
let silentUntil = 0;
let told = false;

// whose voice was chosen, on the stage or in the menu of the conversation
const chosen = () => document.querySelector("option[data-voice]:checked, input[data-voice]:checked");
const lineOf = (button) => button.closest("[data-say]");
const hasClip = (line) => "speech" in line.dataset;

function voiceFor(line) {
  const { voice: wanted = line.dataset.lang, gender } = chosen()?.dataset ?? {};
  const tag = (voice) => voice.lang.toLowerCase().replace("_", "-");
  const language = line.dataset.lang.split("-")[0];
  const marks = [
    (voice) => tag(voice) === wanted.toLowerCase(),
    (voice) => SOUNDS_LIKE[gender]?.test(voice.name) ?? false,
    (voice) => voice.default,
    (voice) => voice.localService,
  ];
  const worth = (voice) => marks.reduce((sum, mark, at) => sum + (mark(voice) ? 2 ** (marks.length - at) : 0), 0);
  const fits = (synth?.getVoices() ?? []).filter((voice) => tag(voice).split("-")[0] === language);
  return fits.reduce((best, voice) => (best && worth(best) >= worth(voice) ? best : voice), undefined);
}

function offer() {
  for (const says of document.querySelectorAll(".says:not(.can)")) {
    const line = lineOf(says);
    if (!hasClip(line) && !voiceFor(line)) continue;
    says.classList.add("can");
    document.documentElement.dataset.voice = "";
  }
}

function stop() {
  synth?.cancel();
  clip?.pause();
  clip = undefined;
  playing?.classList.remove("playing");
  playing = undefined;
}

const ended = (button) => () => { if (playing === button) stop(); };

function play(button) {
  const wasPlaying = button === playing;
  stop();
  if (wasPlaying) return;
  const line = lineOf(button);
  playing = button;
  button.classList.add("playing");
  const pace = "slow" in line.dataset ? "slow" : button.dataset.play;
  if (hasClip(line) && performance.now() > silentUntil) playClip(button, line, pace);
  else speak(button, line, pace);
}

function playClip(button, line, pace) {
  // a browser keeps what it has played: another voice is another address
  const address = new URL(line.dataset.speech, location.href);
  address.searchParams.set("speaker", chosen()?.value ?? "");
  const sound = new Audio(address.href);
  clip = sound;
  sound.defaultPlaybackRate = CLIP_RATES[pace];
  sound.playbackRate = CLIP_RATES[pace];
  sound.onended = ended(button);
  sound.play().catch((error) => {
    if (clip !== sound) return;
    // a page that nobody has touched yet may not speak: that is no failure
    if (error.name === "NotAllowedError") stop();
    else fall(button, line, pace);
  });
}

// the server's voice does not answer: the browser's takes over for a while, and one line says so
function fall(button, line, pace) {
  silentUntil = performance.now() + SILENT_FOR;
  const voice = voiceFor(line);
  if (!voice) line.classList.add("shown");
  if (!told || !voice) tell(notice.dataset[voice ? "browserVoice" : "noVoice"]);
  told = true;
  speak(button, line, pace);
}

function tell(words) {
  const said = document.createElement("p");
  said.textContent = words;
  notice.replaceChildren(said);
}

function speak(button, line, pace) {
  const voice = voiceFor(line);
  if (!voice) {
    line.classList.add("shown");
    stop();
    return;
  }
  const words = new SpeechSynthesisUtterance(line.dataset.say);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = RATES[pace];
  words.onend = words.onerror = ended(button);
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

document.addEventListener("kaiwa:listening", stop);

const newest = () => [...document.querySelectorAll(".says.can [data-play='normal']")].at(-1);

// whoever wants answers aloud hears each new one once; what stood there when the page came is not said again
let heard;
let isHeard = false;

document.addEventListener("kaiwa:heard", () => { isHeard = true; });

function speakNewest() {
  const button = newest();
  const line = button && lineOf(button).dataset.say;
  if (line === heard) return;
  heard = line;
  if (isHeard) {
    isHeard = false;
    return;
  }
  const listens = document.querySelector("[data-dictate][aria-pressed='true']");
  if (document.querySelector(".talk[data-speaks]") && button !== playing && !listens) play(button);
}

document.addEventListener("htmx:after:swap", () => { offer(); speakNewest(); });
synth?.addEventListener?.("voiceschanged", () => { offer(); heard ??= newest()?.closest("[data-say]").dataset.say; });
offer();
heard = newest()?.closest("[data-say]").dataset.say;
