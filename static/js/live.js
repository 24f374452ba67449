// Follows the stage: a socket where it gets through, a question every three seconds where not.
// Events are hints; what HTTP answers is what counts.

const POLL = 3000;
const QUIET = 60000;

export async function follow(code, panel, redraw) {
  let connected = false;
  let etag = "";
  let timer = 0;
  let redrawing = null;
  let lastTally = 0;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait * (0.7 + Math.random() * 0.6));
  };

  // One redraw at a time; a change that comes meanwhile is looked at afterwards.
  const draw = (force) => {
    redrawing = (redrawing || Promise.resolve()).then(() => redraw(force)).catch(() => later(POLL));
    return redrawing;
  };

  async function ask() {
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const response = await fetch(`/api/v1/stage?workshop=${code}`, { headers, cache: "no-store" });
      if (response.status === 200) {
        etag = response.headers.get("ETag") || "";
        const stage = await response.json();
        await changed(stage.revision, 0, Boolean(stage.tally));
      } else if (response.status === 401) location.reload();
    } catch {
      // the link is down; the next question tells
    }
    later(connected ? QUIET : POLL);
  }

  async function changed(revision, spread, hasTally) {
    if (revision > Number(panel().dataset.revision)) {
      if (spread > 100) await new Promise((go) => setTimeout(go, Math.random() * spread));
      await draw(false);
    } else if (hasTally && Date.now() - lastTally > POLL) {
      lastTally = Date.now();
      await draw(true);
    }
  }

  document.addEventListener("visibilitychange", () => document.hidden || ask());
  ask();

  const { io } = await import("../vendor/socket.io/socket.io.esm.min.js");
  const socket = io({ transports: ["websocket"], auth: { participant: code }, timeout: 8000 });
  socket.on("connect", () => {
    connected = true;
    ask();
  });
  socket.on("disconnect", () => {
    connected = false;
    later(POLL);
  });
  socket.on("stage", (stage) => changed(stage.revision, stage.spread_ms, false));
  socket.on("tally", (news) => news.tally && changed(0, 0, true));
}
