// Keeps one part of a page as the server has it: asked anew at every hint, and when hints fail.

import { io } from "../vendor/socket.io/socket.io.esm.min.js";

const POLL = 3000;
const QUIET = 30000;

// `auth` names the room to listen in; `swapped` runs after the panel was replaced.
export function keepFresh({ url, auth, swapped = () => {}, lost = () => {} }) {
  let connected = false;
  let running = null;
  let again = false;
  let timer = 0;
  let last = "";

  async function load() {
    const response = await fetch(url, { cache: "no-store" });
    if (!response.ok) throw new Error(response.status);
    const text = await response.text();
    lost(false);
    if (text === last) return;
    last = text;
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("panel");
    document.getElementById("panel").replaceWith(fresh);
    swapped(fresh);
  }

  // One request at a time; a hint that comes meanwhile asks once more afterwards.
  function refresh() {
    if (running) {
      again = true;
      return running;
    }
    clearTimeout(timer);
    running = load()
      .catch(() => lost(true))
      .finally(() => {
        running = null;
        timer = setTimeout(refresh, again ? 0 : connected ? QUIET : POLL);
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
