// A call over WebRTC: the microphone out, the partner's voice in, and a channel on which both sides say what happens.
const GATHERED_AFTER = 1500;

export const canCall = Boolean(window.RTCPeerConnection && navigator.mediaDevices?.getUserMedia);

function gathered(peer) {
  return new Promise((done) => {
    const look = () => { if (peer.iceGatheringState === "complete") done(); };
    peer.addEventListener("icegatheringstatechange", look);
    setTimeout(done, GATHERED_AFTER);
    look();
  });
}

// `place` takes our offer to the server and gives its answer; `hear` is told of each event, `lose` once when it breaks
export async function connect(stream, { place, hear, lose }) {
  const peer = new RTCPeerConnection();
  const sound = new Audio();
  const channel = peer.createDataChannel("oai-events");
  let isClosed = false;

  function close() {
    isClosed = true;
    sound.srcObject = null;
    peer.close();
  }

  function broke() {
    if (isClosed) return;
    close();
    lose();
  }

  peer.ontrack = ({ track, streams }) => {
    sound.srcObject = streams[0] ?? new MediaStream([track]);
    // a browser that lets nothing sound still shows the text
    sound.play().catch(() => {});
  };
  peer.onconnectionstatechange = () => { if (["failed", "closed"].includes(peer.connectionState)) broke(); };
  channel.onclose = broke;
  channel.onmessage = ({ data }) => hear(JSON.parse(data));
  const opened = new Promise((done) => { channel.onopen = done; });
  for (const track of stream.getTracks()) peer.addTrack(track, stream);

  try {
    await peer.setLocalDescription();
    await gathered(peer);
    await peer.setRemoteDescription({ type: "answer", sdp: await place(peer.localDescription.sdp) });
  } catch (error) {
    close();
    throw error;
  }
  return { opened, close, tell: (event) => { if (channel.readyState === "open") channel.send(JSON.stringify(event)); } };
}
