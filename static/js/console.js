// The console: a press goes out without leaving the page, one key each, and clocks run.
import { clockFace, secondsSince } from "./clock.js";
import { morph } from "./morph.js";
import { keepFresh } from "./panel.js";

const { workshop } = document.querySelector(".console-bar").dataset;
const said = document.getElementById("said");
const lostLine = document.getElementById("lost");
const keys = document.getElementById("keys");
const STALE = 1000;

const panel = () => document.getElementById("panel");

// Whoever reads at the end of a list of words keeps reading at its end.
const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 8;

function swap(before, fresh) {
  const ends = [...before.querySelectorAll(".said")].filter(atEnd);
  morph(before, fresh);
  for (const box of ends) box.scrollTop = box.scrollHeight;
}

function tick() {
  for (const timer of document.querySelectorAll(".timer[data-since]")) {
    const on = secondsSince(timer.dataset.since);
    timer.querySelector(".timer-run").textContent = clockFace(on);
    timer.toggleAttribute("data-over", on > Number(timer.dataset.planned));
  }
}

function swapped(fresh) {
  tick();
  if (fresh.dataset.fresh === "no") setTimeout(refresh, STALE);
}

const refresh = keepFresh({
  url: `/desk/${workshop}/console/panel`,
  auth: { console: workshop },
  swap,
  swapped,
  lost: (is) => (lostLine.textContent = is ? "Connection lost. Trying again …" : ""),
});

async function press(form, button) {
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, button)),
      headers: { Accept: "application/json" },
    });
    said.textContent = response.ok ? "" : (await response.json()).detail;
  } catch {
    said.textContent = "That did not get through. Press again.";
  }
  refresh();
}

document.addEventListener("submit", (event) => {
  if (!panel().contains(event.target)) return;
  event.preventDefault();
  press(event.target, event.submitter);
});

function button(key) {
  const here = document.activeElement.closest(".run-item");
  const own = key === "O" && here && here.querySelector('form[action$="/open"] button');
  return own || panel().querySelector(`button[data-key="${key}"]`);
}

const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// The pages of the screen; brackets are hard to find on some keyboards, arrows are not.
const TURNS = { "[": "[", "]": "]", ArrowLeft: "[", ArrowRight: "]", Escape: "Esc" };

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !keys.checked) return;
  if (typing(event.target)) return;
  const turn = TURNS[event.key] && panel().querySelector(`[data-turn="${TURNS[event.key]}"]`);
  if (turn) {
    event.preventDefault();
    turn.form.requestSubmit();
    return;
  }
  const found = button(event.key.toUpperCase());
  if (!found || event.key.length !== 1) return;
  event.preventDefault();
  if (found.getAttribute("aria-disabled") === "true") return;
  // One key too many must not send everybody home.
  if (found.dataset.ask && document.activeElement !== found) {
    found.focus();
    said.textContent = found.dataset.ask;
  } else found.form.requestSubmit();
});

keys.checked = localStorage.getItem("keys") !== "off";
keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
document.querySelector(".keys-switch").hidden = false;
for (const box of document.querySelectorAll(".said")) box.scrollTop = box.scrollHeight;
setInterval(tick, 1000);
