// What is said in a call: each line waits for those before it, goes to our server in order, and is kept until it is there.
const MOST_WAITING = 6;
const AGAIN_AFTER = 2000;
const AT_ONCE = 20;
const KEPT = "live:";

const pause = (time) => new Promise((done) => { setTimeout(done, time); });

function keep(url, lines) {
  try {
    if (lines.length) sessionStorage.setItem(KEPT + url, JSON.stringify(lines));
    else sessionStorage.removeItem(KEPT + url);
  } catch { /* they are still in memory */ }
}

// whether the server has taken the lines; one that it refuses is not asked to take them again
async function post(url, token, lines, more) {
  const body = new FormData();
  for (const { item, role, text } of lines) body.append("line", JSON.stringify({ item, role, text }));
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  try {
    const { status } = await fetch(url, { method: "POST", body, headers, ...more });
    // one line that cannot be stored does not take the others with it
    if (status === 422 && lines.length > 1) return await postEach(url, token, lines);
    return status < 500 && status !== 429;
  } catch {
    return false;
  }
}

async function postEach(url, token, lines) {
  for (const line of lines) if (!(await post(url, token, [line]))) return false;
  return true;
}

export function transcript(url, token, show) {
  const items = [];
  const seen = new Map();
  const ready = [];
  let sending;

  const unsent = () => [...ready, ...items.filter((each) => each.text)];

  function add(item, role, after) {
    if (!item || seen.has(item)) return;
    const line = { item, role };
    seen.set(item, line);
    const before = items.findIndex((each) => each.item === after);
    items.splice(before < 0 ? items.length : before + 1, 0, line);
  }

  function settle(item, role, text) {
    add(item, role);
    const line = seen.get(item);
    if (!line || line.done) return;
    line.done = true;
    line.text = (text ?? "").trim().slice(0, 2000);
    // it was not waited for any longer
    if (!items.includes(line)) take(line);
    release(false);
  }

  function take(line) {
    if (!line.text) return;
    ready.push(line);
    show(line);
  }

  function release(all) {
    while (items.length && (all || items[0].done || items.length > MOST_WAITING)) take(items.shift());
    keep(url, unsent());
    send();
  }

  async function deliver() {
    while (ready.length) {
      const batch = ready.slice(0, AT_ONCE);
      if (await post(url, token, batch)) ready.splice(0, batch.length);
      else await pause(AGAIN_AFTER);
      keep(url, unsent());
    }
  }

  function send() {
    sending ??= deliver().finally(() => { sending = undefined; });
    return sending;
  }

  // whether all is stored within that time; else it goes on being handed in
  function finish(longest) {
    release(true);
    return Promise.race([send().then(() => true), pause(longest).then(() => false)]);
  }

  // the page goes away: what the server has already it does not store again
  function leave() {
    while (items.length) take(items.shift());
    keep(url, ready);
    for (let at = 0; at < ready.length; at += AT_ONCE) post(url, token, ready.slice(at, at + AT_ONCE), { keepalive: true });
  }

  return { add, settle, finish, send, leave };
}

// what an earlier page could not hand in; whether there was anything
export async function handInKept(token) {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(KEPT));
  for (const key of keys) {
    const lines = JSON.parse(sessionStorage.getItem(key));
    for (let at = 0; at < lines.length; at += AT_ONCE) {
      if (!(await post(key.slice(KEPT.length), token, lines.slice(at, at + AT_ONCE)))) return false;
    }
    sessionStorage.removeItem(key);
  }
  return keys.length > 0;
}
