// The browser's own recognition, where the server has no ear: words come while they are spoken.
const Recogniser = window.SpeechRecognition ?? window.webkitSpeechRecognition;
const AT_ONCE = 300;

export const canRecognise = Boolean(Recogniser);

export function recognise(session) {
  let over = false;
  let recogniser;

  function hear() {
    const begun = performance.now();
    const write = session.writer();
    recogniser = new Recogniser();
    recogniser.lang = session.lang;
    recogniser.continuous = true;
    recogniser.interimResults = true;
    recogniser.onresult = ({ results }) => write(Array.from(results, (each) => each[0].transcript).join(""));
    recogniser.onerror = ({ error }) => {
      if (over || error === "no-speech" || error === "aborted") return;
      over = true;
      session.fail(error === "not-allowed" ? "refused" : "lost");
    };
    // the browser gives up in a silence, the learner does not
    recogniser.onend = () => {
      if (over) return;
      if (performance.now() - begun > AT_ONCE) hear();
      else session.end();
    };
    recogniser.start();
  }

  function stop() {
    over = true;
    recogniser.stop();
  }

  hear();
  return { stop, cancel: stop };
}
