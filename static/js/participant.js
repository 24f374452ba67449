// The participant's page: keeps answers through the outbox, follows the stage, never wipes words.
import { Outbox } from "./outbox.js";

const SLOW = 3000;
const main = document.getElementById("main");
const status = document.getElementById("status");
const code = main.dataset.code;
let kind = null;
let slowTimer = 0;

document.documentElement.classList.add("scripted");

const panel = () => document.getElementById("panel");
const card = (slot) => panel().querySelector(`[data-slot="${CSS.escape(slot)}"]`);

function say(words, is = "") {
  status.textContent = words;
  status.dataset.is = is;
}

function mark(row, is, words) {
  const here = row && panel().dataset.activity === row.activity_id && card(row.slot);
  const line = here && here.querySelector("[data-saved]");
  if (line) {
    line.dataset.is = is;
    line.textContent = words;
  }
  return here;
}

const TOLD = {
  superseded: "A newer answer of yours was already there; it stands.",
  conflict: "This answer was changed elsewhere meanwhile. Look at it once more.",
  closed: "Closed before this arrived. Your words are kept on this phone.",
  invalid: "This was not saved.",
};

async function told(what, row, receipt) {
  if (what === "waiting") {
    mark(row, "waiting", "");
    slowTimer ||= setTimeout(waitingLine, SLOW);
  } else if (what === "delayed") {
    waitingLine();
  } else if (what === "signed-out") {
    say("Please join again with the code on the screen; your answers wait on this phone.", "refused");
  } else if (what === "saved" || what === "duplicate") {
    const here = mark(row, "saved", "Saved");
    if (here) here.dataset.edit = Math.max(row.edit, here.dataset.edit);
    await outbox.draft(draftKey(row), null);
    if (!(await outbox.waiting()).length) calm("Saved");
  } else {
    const here = mark(row, "refused", (what === "invalid" && receipt.problem) || TOLD[what]);
    if (here && receipt.current) {
      here.dataset.edit = receipt.current.edit;
      if (what === "superseded" && kind) kind.show(here, receipt.current.answer);
    }
    calm(TOLD[what], "refused");
  }
}

function calm(words, is) {
  clearTimeout(slowTimer);
  slowTimer = 0;
  say(words, is);
}

async function waitingLine() {
  const n = (await outbox.waiting()).length;
  slowTimer = 0;
  if (n) say(`${n === 1 ? "1 answer" : `${n} answers`} kept on this phone, will be sent.`, "waiting");
}

const draftKey = (row) => `${code}/${row.activity_id}/${row.round}/${row.slot}`;
const outbox = new Outbox(code, told);

// Gives the kind's script the form: it says when an answer is complete and shows one.
async function enhance() {
  const { activity, kind: name, round, activityState } = panel().dataset;
  kind = null;
  if (!activity || activityState !== "open") return;
  const form = panel().querySelector("form.answers");
  kind = await import(`${main.dataset.kinds}${name}.js`);
  const place = { activity_id: activity, round: Number(round) };
  for (const row of await outbox.waiting()) {
    if (row.activity_id === activity && row.round === place.round && card(row.slot)) {
      kind.show(card(row.slot), row.answer);
      mark(row, "waiting", "");
    }
  }
  for (const here of form.querySelectorAll("[data-slot]")) {
    const words = await outbox.draft(draftKey({ ...place, slot: here.dataset.slot }));
    if (words) kind.showDraft(here, words);
  }
  kind.enhance(form, {
    send: (here, answer) =>
      outbox.put(activity, place.round, here.dataset.slot, answer, Number(here.dataset.edit)),
    draft: (here, words) => outbox.draft(draftKey({ ...place, slot: here.dataset.slot }), words),
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    kind.flush(form);
  });
}

// What must differ before the page is drawn anew: never while somebody types for a lesser reason.
const scene = (d) => [d.state, d.activity, d.round, d.activityState, d.version, d.revealed].join("|");

export async function redraw(force = false) {
  const response = await fetch(`/w/${code}/panel`, { headers: { Accept: "text/html" } });
  if (response.status === 401) return location.reload();
  if (!response.ok) throw new Error(response.status);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("panel");
  const before = panel();
  const changed = scene(fresh.dataset) !== scene(before.dataset);
  if (!changed && !(force && fresh.dataset.activityState !== "open")) {
    before.dataset.revision = fresh.dataset.revision;
    return;
  }
  if (kind) kind.flush(before.querySelector("form.answers"));
  before.replaceWith(fresh);
  if (changed) {
    say("");
    scrollTo(0, 0);
    const heading = fresh.querySelector("h1");
    if (heading) heading.focus({ preventScroll: true });
  }
  await enhance();
}

addEventListener("online", () => outbox.flush());
addEventListener("pageshow", (event) => event.persisted && redraw().catch(() => {}));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    if (kind) kind.flush(panel().querySelector("form.answers"));
  } else outbox.flush();
});

enhance().then(() => outbox.flush());

// The live channel comes after everything that a first answer needs.
const follow = () => import(main.dataset.socket).then((live) => live.follow(code, panel, redraw));
addEventListener("load", () => setTimeout(() => (window.requestIdleCallback || setTimeout)(follow), 300));
