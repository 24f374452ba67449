// Follows the stage: a socket where it gets through, a question every three seconds where not.
// Events are hints; what HTTP answers is what counts.
import { insistently, patiently } from "./outbox.js";

const POLL = 3000;
const QUIET = 30000;
// The server pings every 25 seconds; a socket that has been still for longer is dead (iOS).
const STILL = 30000;

// How results look: asked for when there is time, and once more if that failed.
function dress(href) {
  const before = document.querySelector("link[data-later]");
  if (before && before.sheet) return;
  if (before) before.remove();
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href });
  link.dataset.later = "";
  document.head.append(link);
}

// What must differ before the page is drawn anew: never while somebody types for a lesser reason.
const scene = (d) => [d.state, d.activity, d.round, d.activityState, d.version, d.revealed, d.table].join("|");

// How other rooms put it: the server sends it to whoever has answered.
function elsewhere(before, fresh) {
  for (const found of fresh.querySelectorAll("[data-elsewhere]")) {
    const slot = found.closest("[data-slot]").dataset.slot;
    const here = before.querySelector(`[data-slot="${CSS.escape(slot)}"]`);
    if (here && !here.querySelector("[data-elsewhere]")) here.append(found);
  }
}

// `room`: {main, panel(), change(fresh panel), link(works), sheet(mine), put(card, answer), waiting()}
export async function follow({ main, panel, change, link, sheet, put, waiting }) {
  const { code, later: style } = main.dataset;
  let connected = false;
  let etag = "";
  let timer = 0;
  let tallyTimer = 0;
  let drawing = Promise.resolve();
  let supporting = null;
  let heard = Date.now();

  async function redraw() {
    const { response, text } = await patiently(`/w/${code}/panel`, { headers: { Accept: "text/html" } });
    if (response.status === 401) return location.reload();
    if (!response.ok) throw new Error(response.status);
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("panel");
    const before = panel();
    if (fresh.querySelector(".results")) dress(style);
    if (scene(fresh.dataset) !== scene(before.dataset)) {
      await change(fresh);
      return propose(panel(), panel());
    }
    before.dataset.revision = fresh.dataset.revision;
    const results = before.querySelector(".results");
    if (results) results.replaceWith(fresh.querySelector(".results"));
    elsewhere(before, fresh);
    await propose(before, fresh);
  }

  // What others propose, once the room sees it: its script comes with it.
  async function propose(before, fresh) {
    const [then, now] = [before, fresh].map((one) => one && one.querySelector("#supports"));
    if (now && then && now !== then && supporting && supporting.renew(then, now)) return;
    if (then && then !== now) then.remove();
    if (now && now !== then) before.querySelector(".results").after(now);
    const section = panel().querySelector("#supports");
    if (!section) return;
    supporting = await insistently(section.dataset.support);
    supporting.enhance(section, put, await waiting());
  }

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
        sheet(stage.mine);
        // Only now: what could not be drawn has to be asked for again.
        etag = response.headers.get("ETag") || "";
      }
    } catch {
      works = false;
    }
    link(works);
    later(connected && works ? QUIET : POLL);
  }

  dress(style);
  ask();
  propose(panel(), panel()).catch(() => {});
  // Whoever answered faster than this came sees what others say now.
  const travel = () => panel().dataset.travels && draw().catch(() => {});
  document.addEventListener("answer-saved", travel);
  travel();
  addEventListener("pageshow", (event) => event.persisted && draw().catch(() => {}));

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
  socket.on("sheet", () => {
    hear();
    ask();
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
