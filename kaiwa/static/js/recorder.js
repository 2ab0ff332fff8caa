// The server's ear: what is said is recorded, sent when the learner is done, and comes back as text.
const TYPES = ["audio/webm", "audio/mp4", "audio/ogg"];
const LONGEST = 120_000;
const AGAIN_AFTER = 1000;
const BITS_A_SECOND = 48_000;

export const canRecord = (button) => "transcribe" in button.dataset && "recorder" in document.documentElement.dataset;

const pause = (time) => new Promise((done) => { setTimeout(done, time); });

export function record(session) {
  const pieces = [];
  let stream;
  let recorder;
  let begun;
  let timer;
  let unwanted = false;

  async function open() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      if (!unwanted) session.fail(error.name === "NotFoundError" ? "noMicrophone" : "refused");
      return;
    }
    if (unwanted) release();
    else begin();
  }

  function begin() {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = done;
    recorder.start();
    begun = performance.now();
    timer = setTimeout(() => { session.end(); session.tell("full"); stop(); }, LONGEST);
    session.say("listening");
  }

  function release() {
    clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
  }

  function done() {
    const seconds = (performance.now() - begun) / 1000;
    release();
    if (!unwanted) send(session, new Blob(pieces, { type: recorder.mimeType }), seconds);
  }

  function stop() {
    if (recorder?.state === "recording") recorder.stop();
    // the browser has not given us the microphone yet: there is nothing to keep
    else if (!recorder) unwanted = true;
  }

  function cancel() {
    unwanted = true;
    stop();
  }

  open();
  return { stop, cancel };
}

async function send(session, sound, seconds) {
  session.busy(true);
  session.say("writing");
  const { transcribe, language, conversation } = session.button.dataset;
  const form = new FormData();
  form.set("csrf_token", session.button.form.elements.csrf_token.value);
  form.set("language", language);
  form.set("conversation", conversation);
  form.set("seconds", seconds.toFixed(1));
  form.set("recording", sound, "recording");
  const answer = (await ask(transcribe, form)) ?? (await pause(AGAIN_AFTER), await ask(transcribe, form));
  session.busy(false);
  session.say();
  if (answer?.text) {
    session.writer()(answer.text);
    session.focus();
  } else if (answer?.error) session.tellWords(answer.error);
  else session.tell(answer ? "nothing" : "failed");
}

// what the server answers; nothing where it cannot just now, and asking again may help
async function ask(url, form) {
  try {
    const response = await fetch(url, { method: "POST", body: form, headers: { Accept: "application/json" } });
    return response.status < 500 ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
