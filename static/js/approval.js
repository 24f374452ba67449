// Picking words: one key each, and nothing moves under the eyes of whoever reads.
import { morph } from "./morph.js";
import { keepFresh } from "./panel.js";

const { workshop } = document.querySelector(".picking-bar").dataset;
const said = document.getElementById("said");
const lostLine = document.getElementById("lost");
const keys = document.getElementById("keys");
const base = `/desk/${workshop}/words`;
// What U takes back: a press, or the address before a skip.
const done = [];
let query = "";
let laid = "";
let held = null;

const panel = () => document.getElementById("panel");
const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const lies = () => [...panel().querySelectorAll(".picking-card")].map((card) => card.id).join();

function pin() {
  query = panel().dataset.query ?? "";
  const address = query ? `${base}?${query}` : base;
  if (address !== location.pathname + location.search) history.replaceState(null, "", address);
}

// Whoever writes a reason is not interrupted: what is new waits until that is sent or gone.
const writes = () => [...panel().querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);

function swap(before, fresh) {
  held = writes() ? fresh : null;
  if (!held) morph(before, fresh);
}

document.addEventListener("focusout", () => {
  if (!held || writes()) return;
  morph(panel(), held);
  held = null;
});

function swapped() {
  pin();
  if (laid !== lies()) {
    laid = lies();
    const first = panel().querySelector(".picking-card");
    if (first && !panel().contains(document.activeElement)) first.focus({ preventScroll: true });
  }
}

const refresh = keepFresh({
  // Asked for anew each time: the address changes with every three.
  url: { toString: () => `${base}/panel?${query}` },
  auth: { console: workshop },
  swap,
  swapped,
  lost: (is) => (lostLine.textContent = is ? "Connection lost. Trying again …" : ""),
});

async function send(body) {
  try {
    const response = await fetch(base, { method: "POST", body, headers: { Accept: "application/json" } });
    said.textContent = response.ok ? "" : (await response.json()).detail;
    return response.ok;
  } catch {
    said.textContent = "That did not get through. Press again.";
    return false;
  } finally {
    await refresh();
  }
}

const OPPOSITE = { approve: "unapprove", unapprove: "approve" };
const SAID = { approve: "Picked", unapprove: "Taken back" };

async function press(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const [verb, response] = [body.get("verb"), body.get("response")];
  if (!(await send(body))) return;
  form.reset();
  if (held) morph(panel(), held);
  held = null;
  if (OPPOSITE[verb]) done.push({ response, verb: OPPOSITE[verb] });
  said.textContent = `${SAID[verb] || "Saved"}. ${panel().dataset.told}.`;
}

async function undo() {
  const last = done.pop();
  if (!last) return;
  if (last.query !== undefined) await go(last.query);
  else if (await send(new URLSearchParams(last))) said.textContent = `${SAID[last.verb]}. ${panel().dataset.told}.`;
}

async function go(wanted) {
  query = wanted;
  document.activeElement.blur();
  scrollTo(0, 0);
  await refresh();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!panel().contains(form)) return;
  event.preventDefault();
  if (form.method === "get") go(new URLSearchParams(new FormData(form)).toString());
  else press(form, event.submitter);
});

document.addEventListener("change", (event) => {
  if (event.target.matches(".filter-fields select")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  // Space after a click goes on to the next three, and does not press the same once more.
  const pressed = event.detail && event.target.closest("#panel button");
  if (pressed) pressed.blur();
  const link = event.target.closest(`#panel a[href^="${base}?"]`);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.id === "next") done.push({ query });
  go(new URL(link.href).search.slice(1));
});

function wanted({ code, key, shiftKey }) {
  const number = /^(?:Digit|Numpad)([123])$/.exec(code);
  if (number) return panel().querySelector(`[data-key="${shiftKey ? "Shift+" : ""}${number[1]}"]`);
  if (key === " " || key.toUpperCase() === "N") return panel().querySelector("#next");
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !keys.checked) return;
  if (typing(event.target)) return;
  // Space presses what has the focus, and goes on where nothing has.
  if (event.key === " " && event.target.closest("button, a, summary, input")) return;
  if (event.key.toUpperCase() === "U") {
    event.preventDefault();
    undo();
    return;
  }
  const found = wanted(event);
  if (!found) return;
  event.preventDefault();
  found.click();
});

keys.checked = localStorage.getItem("keys") !== "off";
keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
document.querySelector(".keys-switch").hidden = false;
laid = lies();
pin();
