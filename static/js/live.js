// Follows the stage: a socket where it gets through, a question every three seconds where not.
// Events are hints; what HTTP answers is what counts.
import { insistently, patiently } from "./outbox.js";

const POLL = 3000;
const QUIET = 30000;
// The server pings every 25 seconds; a socket that has been still for longer is dead (iOS).
const STILL = 30000;

// `room`: {code, panel(), redraw(), link(works)}
export async function follow({ code, panel, redraw, link }) {
  let connected = false;
  let etag = "";
  let timer = 0;
  let tallyTimer = 0;
  let drawing = Promise.resolve();
  let heard = Date.now();

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait * (0.7 + Math.random() * 0.6));
  };

  // One redraw at a time: a change that comes meanwhile is looked at afterwards.
  const draw = () => (drawing = drawing.catch(() => {}).then(redraw));
  const newer = (revision) => revision > Number(panel().dataset.revision);

  async function ask() {
    clearTimeout(timer);
    let works = false;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const { response, text } = await patiently(`/api/v1/stage?workshop=${code}`, { headers });
      if (response.status === 401) return location.reload();
      works = response.ok || response.status === 304;
      if (response.ok) {
        const stage = JSON.parse(text);
        if (newer(stage.revision) || stage.tally) await draw();
        // Only now: what could not be drawn has to be asked for again.
        etag = response.headers.get("ETag") || "";
      }
    } catch {
      works = false;
    }
    link(works);
    later(connected && works ? QUIET : POLL);
  }

  ask();

  const { io } = await insistently(new URL("../vendor/socket.io/socket.io.esm.min.js", import.meta.url).href);
  const socket = io({ transports: ["websocket"], auth: { participant: code }, timeout: 8000 });
  const hear = () => (heard = Date.now());
  socket.io.on("ping", hear);
  socket.on("connect", () => {
    hear();
    connected = true;
    ask();
  });
  socket.on("disconnect", () => {
    connected = false;
    later(POLL);
  });
  socket.on("stage", async ({ revision, spread_ms: spread }) => {
    hear();
    if (!newer(revision)) return;
    if (spread > 100) await new Promise((go) => setTimeout(go, Math.random() * spread));
    if (newer(revision)) draw().catch(() => later(POLL));
  });
  socket.on("tally", ({ tally }) => {
    hear();
    if (tally) tallyTimer = tallyTimer || setTimeout(drawTally, POLL * (0.5 + Math.random()));
  });
  const drawTally = () => {
    tallyTimer = 0;
    draw().catch(() => later(POLL));
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (connected && Date.now() - heard > STILL) socket.disconnect().connect();
    ask();
  });
}
