// The participant's page: keeps answers through the outbox, follows the stage, never wipes words.
//
// The script of a kind (`activities/<kind>.js`) offers
//   enhance(form, {send(card, answer), draft(card, answer)})  says what was answered or typed;
//                          a draft of null takes back what was typed
//   flush(form)            sends what is typed but not sent
//   show(card, answer)     shows an answer as the one that was sent
//   showDraft(card, answer)  puts back what was typed, to go on with
//   says(card, answer)     an answer in words
import { Outbox, insistently, patiently } from "./outbox.js";

const SLOW = 3000;
const main = document.getElementById("main");
const status = document.getElementById("status");
const { code, me } = main.dataset;
let kind = null;
let slowTimer = 0;
let misses = 0;

const panel = () => document.getElementById("panel");
const form = () => panel().querySelector("form.answers");
const card = (slot) => panel().querySelector(`[data-slot="${CSS.escape(slot)}"]`);
const draftKey = (slot = "") => {
  const { activity, round } = panel().dataset;
  return `${code}/${me}/${activity}/${round}/${slot}`;
};
const flushTyped = () => kind && kind.flush(form());

function say(words, is = "") {
  if (status.textContent !== words) status.textContent = words;
  status.dataset.is = is;
}

const focusIn = (here) => (here.querySelector(":checked") || here.querySelector("input, textarea")).focus();

function mark(here, is, words = "") {
  const line = here && here.querySelector("[data-saved]");
  if (!line) return null;
  line.dataset.is = is;
  if (line.contains(document.activeElement)) focusIn(here);
  line.textContent = words;
  return line;
}

// What stands beside a question is about its newest words: older ones may arrive while one types.
function markSaved(here) {
  const edit = Number(here.dataset.edit);
  if (edit >= Number(here.dataset.sent || 0)) mark(here, "saved", edit ? "Saved" : "");
}

const TOLD = {
  superseded: "A newer answer of yours was already there; it stands.",
  conflict: "This answer was changed elsewhere meanwhile. Look at it once more.",
  closed: "The question was closed before this arrived. Your words are kept on this phone.",
  invalid: "This was not saved.",
};

async function told(what, row, receipt) {
  const here = row && panel().dataset.activity === row.activity_id ? card(row.slot) : null;
  if (what === "waiting" || what === "delayed") {
    if (here) here.dataset.sent = row.edit;
    if (what === "waiting" && !status.dataset.is) say("");
    startSlow();
  } else if (what === "signed-out") {
    calm("Please join again with the code on the screen; your answers wait on this phone.", "refused");
  } else if (what === "saved" || what === "duplicate") {
    if (here) here.dataset.edit = Math.max(row.edit, here.dataset.edit);
    if (here && !here.dataset.typed) markSaved(here);
    if (!(await outbox.waiting()).length) calm("Saved");
  } else {
    mark(here, "refused", TOLD[what]);
    if (here && receipt.current) {
      here.dataset.edit = receipt.current.edit;
      if (what === "superseded" && kind) kind.show(here, receipt.current.answer);
    }
    await showUnsent();
    calm(TOLD[what], "refused");
  }
}

function calm(words, is) {
  clearTimeout(slowTimer);
  slowTimer = 0;
  say(words, is);
}

const startSlow = () => (slowTimer = slowTimer || setTimeout(waitingLine, SLOW));

async function waitingLine() {
  const n = (await outbox.waiting()).length;
  slowTimer = 0;
  if (n) say(`${n === 1 ? "1 answer" : `${n} answers`} kept on this phone, will be sent.`, "waiting");
}

const outbox = new Outbox(code, told, me);

function put(here, answer) {
  const { activity, round } = panel().dataset;
  here.dataset.typed = "";
  mark(here, "waiting");
  const more = { draft: draftKey(here.dataset.slot), says: kind.says(here, answer) };
  return outbox.put(activity, Number(round), here.dataset.slot, answer, Number(here.dataset.edit), more);
}

// Shows what was refused: beside its question while that is open, as a list once it is closed.
async function showUnsent() {
  const list = panel().querySelector("#unsent ul");
  const kept = list ? await outbox.drafts(draftKey()) : [];
  const notes = [];
  for (const draft of kept) {
    const here = form() && card(draft.key.slice(draftKey().length));
    if (here && draft.edit) offer(here, draft);
    else if (!form() && draft.says) {
      const note = document.createElement("li");
      note.dir = "auto";
      note.textContent = draft.says;
      notes.push(note);
    }
  }
  if (list) {
    list.textContent = "";
    list.append(...notes);
    list.parentNode.hidden = !notes.length;
  }
}

function offer(here, draft) {
  const closed = draft.status === "closed" && "Not sent: the question was closed.";
  const line = mark(here, "refused", `${closed || draft.problem || TOLD.invalid} `);
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button";
  again.textContent = "Send it now";
  again.addEventListener("click", () => put(here, draft.answer));
  line.append(again);
}

// Somebody was faster than the script.
const touched = (here) =>
  [...here.querySelectorAll("input, textarea")].some(
    (c) => c.checked !== c.defaultChecked || c.value !== c.defaultValue,
  );

// Gives the form to the script of its kind; until then, and without it, it is a plain form.
async function enhance() {
  kind = null;
  const { activity, kind: name } = panel().dataset;
  const prefix = draftKey();
  const [module, waiting, drafts] = await Promise.all([
    form() && import(`${main.dataset.kinds}${name}.js`).catch(() => null),
    outbox.waiting(),
    outbox.drafts(prefix),
  ]);
  if (waiting.length) startSlow();
  if (draftKey() !== prefix) return;
  kind = module;
  if (kind) {
    kind.enhance(form(), { send: put, draft: keepTyped });
    for (const here of form().querySelectorAll("[data-slot]")) {
      if (touched(here)) continue;
      const key = prefix + here.dataset.slot;
      const row = waiting.filter((one) => one.draft === key).pop();
      const draft = drafts.find((one) => one.key === key);
      if (row || (draft && draft.edit)) kind.show(here, (row || draft).answer);
      if (row) mark(here, "waiting");
      if (draft && !draft.edit) kind.showDraft(here, draft.answer);
    }
    form().classList.add("enhanced");
    form().addEventListener("submit", (event) => {
      event.preventDefault();
      flushTyped();
    });
    flushTyped();
  }
  await showUnsent();
}

function keepTyped(here, answer) {
  here.dataset.typed = answer ? "yes" : "";
  outbox.keepDraft(draftKey(here.dataset.slot), answer && { answer, says: kind.says(here, answer) });
  if (answer) mark(here, "typing");
  else markSaved(here);
}

// What must differ before the page is drawn anew: never while somebody types for a lesser reason.
const scene = (d) => [d.state, d.activity, d.round, d.activityState, d.version, d.revealed].join("|");

async function redraw() {
  const { response, text } = await patiently(`/w/${code}/panel`, { headers: { Accept: "text/html" } });
  if (response.status === 401) return location.reload();
  if (!response.ok) throw new Error(response.status);
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("panel");
  const before = panel();
  if (scene(fresh.dataset) === scene(before.dataset)) {
    before.dataset.revision = fresh.dataset.revision;
    const results = before.querySelector(".results");
    if (results) results.replaceWith(fresh.querySelector(".results"));
    return;
  }
  flushTyped();
  before.replaceWith(fresh);
  if (status.dataset.is !== "waiting") say("");
  scrollTo(0, 0);
  fresh.querySelector("h1").focus({ preventScroll: true });
  await enhance();
}

addEventListener("online", () => outbox.flush());
addEventListener("pageshow", (event) => event.persisted && redraw().catch(() => {}));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) flushTyped();
  else outbox.flush();
});

enhance().then(() => outbox.flush());

// The live channel comes after everything that a first answer needs.
const follow = () => insistently(main.dataset.socket).then((live) => live.follow({ code, panel, redraw, link }));
addEventListener("load", () => setTimeout(() => (window.requestIdleCallback || setTimeout)(follow), 300));

// Called with true whenever the server answered, with false when it did not.
function link(works) {
  misses = works ? 0 : misses + 1;
  if (works && status.dataset.is === "lost") say("");
  if (works) outbox.flush();
  else if (misses > 1 && !status.dataset.is) say("No connection. This page goes on by itself when it is back.", "lost");
}
