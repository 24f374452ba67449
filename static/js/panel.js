// Keeps one part of a page as the server has it: asked anew at every hint, and when hints fail.

import { setBy } from "./clock.js";
import { io } from "../vendor/socket.io/socket.io.esm.min.js";

const POLL = 3000;
const QUIET = 5000;
const TIMEOUT = 8000;

// A link that hangs is as good as lost.
async function fetched(url) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  try {
    const response = await fetch(url, { cache: "no-store", signal: stop.signal });
    if (!response.ok) throw new Error(response.status);
    setBy(response.headers.get("Date"));
    return await response.text();
  } finally {
    clearTimeout(timer);
  }
}

const replace = (before, fresh) => before.replaceWith(fresh);

// `auth` names the room to listen in; `swap` puts the fresh panel in the place of the one before,
// `swapped` runs after that.
export function keepFresh({ url, auth, swap = replace, swapped = () => {}, lost = () => {} }) {
  let connected = false;
  let running = null;
  let again = false;
  let timer = 0;
  let last = "";

  async function load() {
    const text = await fetched(url);
    lost(false);
    if (text === last) return;
    last = text;
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("panel");
    swap(document.getElementById("panel"), fresh);
    swapped(document.getElementById("panel"));
  }

  // One request at a time; a hint that comes meanwhile asks once more afterwards.
  function refresh() {
    if (running) {
      again = true;
      return running;
    }
    clearTimeout(timer);
    running = load()
      .then(() => (connected ? QUIET : POLL))
      .catch(() => {
        lost(true);
        return POLL;
      })
      .then((wait) => {
        running = null;
        timer = setTimeout(refresh, again ? 0 : wait);
        again = false;
      });
    return running;
  }

  const socket = io({ transports: ["websocket"], auth, timeout: 8000 });
  socket.on("connect", () => {
    connected = true;
    refresh();
  });
  socket.on("disconnect", () => {
    connected = false;
    refresh();
  });
  socket.on("stage", refresh);
  socket.on("tally", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  timer = setTimeout(refresh, POLL);
  return refresh;
}
