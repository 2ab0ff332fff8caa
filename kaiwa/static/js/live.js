// Talking live: one panel in the composer's place, a heartbeat that our server meters by, and every line kept.
import { canCall, connect } from "./live_call.js";
import { handInKept, transcript } from "./live_lines.js";

const BEAT_EVERY = 10_000;
const OPEN_WITHIN = 20_000;
const CLOSE_WITHIN = 20_000;
const LAST_SOUND = 6000;
const HAND_IN_WITHIN = 4000;
const NEAR = 120;
let live;

const box = () => document.getElementById("live");
const part = (name) => box()?.querySelector(`[data-live-part="${name}"]`);
const button = (name) => box()?.querySelector(`[data-live="${name}"]`);

class Refused extends Error {}

function tell(words) {
  const line = document.createElement("p");
  line.textContent = words;
  document.getElementById("notice").replaceChildren(line);
}

function say(state) {
  live.state = state;
  const shown = live.isMuted && state === "listening" ? "muted" : state;
  part("state").textContent = live.words[shown];
}

function show({ role, text }) {
  const list = part("said");
  if (!list) return;
  const line = document.createElement("li");
  const who = document.createElement("span");
  line.className = role === "user" ? "learner" : "partner";
  line.dir = "auto";
  who.className = "who";
  who.lang = document.documentElement.lang;
  who.textContent = `${list.dataset[role === "user" ? "you" : "partner"]} `;
  line.append(who, text);
  list.append(line);
  line.scrollIntoView({ block: "nearest" });
}

async function post({ token }, url, fields = {}, more = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" }, ...more });
}

function complete(mine, more) {
  return post(mine, `${mine.url}/completion`, {}, more).catch(() => { /* half a minute of silence says the same */ });
}

async function place(mine, sdp) {
  const answer = await post(mine, mine.words.liveCall, { sdp });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.error);
  mine.url = `${mine.words.liveCall}/${said.call}`;
  mine.lines = transcript(`${mine.url}/lines`, mine.token, show);
  // somebody has hung up meanwhile
  if (live !== mine || mine.isEnding) complete(mine);
  return said.sdp;
}

async function start() {
  if (live || !box()) return;
  const mine = { words: { ...box().dataset }, token: box().dataset.token, timers: [], isMuted: false };
  live = mine;
  document.dispatchEvent(new Event("kaiwa:listening"));
  box().dataset.on = "";
  part("panel").hidden = false;
  say("connecting");
  button("end").focus();
  try {
    mine.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    if (live !== mine) return release(mine);
    mine.call = await connect(mine.stream, { place: (sdp) => place(mine, sdp), hear, lose: () => end("broken") });
    if (live !== mine) return release(mine);
    mine.timers.push(setTimeout(() => end("failed"), OPEN_WITHIN));
    await mine.call.opened;
    if (live === mine) begin();
  } catch (error) {
    if (live === mine) end(reasonOf(error), error instanceof Refused ? error.message : "");
  }
}

function reasonOf(error) {
  return { NotFoundError: "noMicrophone", NotAllowedError: "refused" }[error.name] ?? "failed";
}

function begin() {
  clearTimeout(live.timers.pop());
  say("listening");
  beat();
  live.timers.push(setInterval(beat, BEAT_EVERY), setInterval(tick, 1000));
}

async function beat() {
  const mine = live;
  let answer;
  try {
    answer = await post(mine, `${mine.url}/heartbeats`);
  } catch {
    return; // the next one may get through; the server waits for half a minute
  }
  if (live !== mine) return;
  if (answer.ok) count(await answer.json());
  else if (answer.status === 409 || answer.status === 404) end("broken");
}

function count({ left, closing }) {
  live.until = performance.now() + left * 1000;
  if (left <= NEAR && !live.isNear) {
    live.isNear = true;
    if (!closing) tell(live.words.near);
  }
  if (closing) close(closing);
  tick();
}

function tick() {
  if (!live.until) return;
  const seconds = Math.max(0, Math.round((live.until - performance.now()) / 1000));
  part("left").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// the partner is asked for one last line, nobody can break in on it, and then the call is over
function close(words) {
  if (live.last) return;
  live.last = words;
  for (const track of live.stream.getTracks()) track.enabled = false;
  say("closing");
  if (!live.isAnswering) askForLast();
  live.timers.push(setTimeout(() => end("over"), CLOSE_WITHIN));
}

function askForLast() {
  live.isAsked = true;
  live.call.tell({ type: "response.create", response: { instructions: live.last } });
}

const HEARD = {
  "conversation.item.added": ({ item, previous_item_id: after }) => placeItem(item, after),
  "conversation.item.created": ({ item, previous_item_id: after }) => placeItem(item, after),
  "input_audio_buffer.committed": ({ item_id: item, previous_item_id: after }) => live.lines.add(item, "user", after),
  "conversation.item.input_audio_transcription.completed": ({ item_id: item, transcript: text }) => live.lines.settle(item, "user", text),
  "conversation.item.input_audio_transcription.failed": ({ item_id: item }) => live.lines.settle(item, "user", ""),
  "response.output_audio_transcript.done": ({ item_id: item, transcript: text }) => live.lines.settle(item, "assistant", text),
  "response.created": () => { live.isAnswering = true; },
  "response.done": answered,
  "output_audio_buffer.started": () => turn("speaking"),
  "output_audio_buffer.stopped": () => { turn("listening"); if (live.isLast) end("over"); },
  "output_audio_buffer.cleared": () => turn("listening"),
};

function turn(state) {
  if (!live.last) say(state);
}

function placeItem(item, after) {
  if (item?.type === "message" && ["user", "assistant"].includes(item.role)) live.lines.add(item.id, item.role, after);
}

function answered({ response }) {
  live.isAnswering = false;
  // an answer that was called off before its first word has no line
  for (const { id, role } of response?.output ?? []) if (role === "assistant") live.lines.settle(id, role, "");
  if (!live.last) return;
  if (live.isAsked) {
    live.isLast = true;
    live.timers.push(setTimeout(() => end("over"), LAST_SOUND));
  } else askForLast();
}

function hear(event) {
  if (live) HEARD[event.type]?.(event);
}

function release(mine) {
  for (const timer of mine.timers) clearTimeout(timer);
  for (const track of mine.stream?.getTracks() ?? []) track.stop();
  mine.call?.close();
}

// however it ends, what was said is handed in first, then the conversation is shown with it
async function end(reason, words) {
  const mine = live;
  if (!mine || mine.isEnding) return;
  mine.isEnding = true;
  release(mine);
  if (mine.url) {
    const told = complete(mine);
    const isStored = await mine.lines.finish(HAND_IN_WITHIN);
    await Promise.race([told, new Promise((done) => { setTimeout(done, HAND_IN_WITHIN); })]);
    if (!isStored) mine.lines.send().then(() => { if (!live) redraw(); });
  }
  live = undefined;
  if (mine.url) await redraw();
  else reset();
  document.getElementById("content")?.focus({ preventScroll: true });
  if (reason) tell(words || mine.words[reason]);
}

function reset() {
  if (!box()) return;
  delete box().dataset.on;
  part("panel").hidden = true;
  part("state").textContent = "";
}

async function redraw() {
  reset();
  // whoever has just heard the lines does not want them read out
  document.dispatchEvent(new Event("kaiwa:heard"));
  await window.htmx.ajax("GET", location.pathname, { target: "#stage", swap: "outerHTML" }).catch(() => {});
}

function toggle(name) {
  const state = button(name).getAttribute(name === "mute" ? "aria-pressed" : "aria-expanded") !== "true";
  button(name).setAttribute(name === "mute" ? "aria-pressed" : "aria-expanded", state);
  return state;
}

const DEEDS = {
  start,
  end: () => end("over"),
  text: () => { document.getElementById("live-said").hidden = !toggle("text"); },
  mute: () => {
    live.isMuted = toggle("mute");
    for (const track of live.stream?.getTracks() ?? []) track.enabled = !live.isMuted && !live.last;
    say(live.state);
  },
};

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-live]");
  if (pressed && pressed.closest("#live")) DEEDS[pressed.dataset.live]();
});

// what is said live is part of what Finish sums up
document.addEventListener("click", async (event) => {
  if (!live || !event.target.closest(".finish button")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await end("");
  document.querySelector(".finish button")?.click();
}, true);

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !box()) return;
  if (event.code === "KeyL") {
    event.preventDefault();
    if (live) end("over");
    else if (canCall) start();
  } else if (event.code === "KeyM" && live) {
    // while somebody is on the phone the other microphone is not for them
    event.preventDefault();
    event.stopImmediatePropagation();
    DEEDS.mute();
  }
}, true);

window.addEventListener("pagehide", () => {
  if (!live?.url) return;
  live.lines.leave();
  complete(live, { keepalive: true });
});

if (canCall) document.documentElement.dataset.live = "";

const token = document.querySelector("#stage [name=csrf_token]")?.value;
const isTalk = /^\/conversations\/[^/]+$/.test(location.pathname);
if (token) handInKept(token).then((some) => { if (some && isTalk) redraw(); }).catch(() => { /* the next page tries again */ });
