// The participant's page: keeps answers through the outbox, follows the stage, never wipes words.
//
// The script of a kind (`activities/<kind>.js`) offers
//   enhance(form, {send(card, answer), draft(card, answer)})  says what was answered or typed;
//                          a draft of null takes back what was typed
//   flush(form)            sends what is typed but not sent
//   show(card, answer)     shows an answer as the one that was sent
//   showDraft(card, answer)  puts back what was typed, to go on with
//   says(card, answer)     an answer in words
//   place(form, slot, answer)  optional: makes and returns a card for what somebody else of the
//                          table wrote in a slot that has none here
// On a table's sheet `show` is called for the answers of others too; a card that is taken back has
// its fields emptied.
import { Outbox, insistently } from "./outbox.js";

const SLOW = 3000;
const main = document.getElementById("main");
const status = document.getElementById("status");
const { code, me } = main.dataset;
let kind = null;
let sheet = null; // of a table, where one answers; `shared` is its script
let shared = null;
let mine = [];
let slowTimer = 0;
let misses = 0;

const panel = () => document.getElementById("panel");
const form = () => panel().querySelector("form.answers");
const card = (slot) => panel().querySelector(`[data-slot="${CSS.escape(slot)}"]`);
const draftKey = (slot = "") => {
  const { activity, round } = panel().dataset;
  return `${code}/${me}/${activity}/${round}/${slot}`;
};
const agreement = () => panel().querySelector(".agreement");
const scriptOf = (here) => (here.dataset.slot === "agreement" ? shared : kind);
function flushTyped() {
  if (!kind) return;
  kind.flush(form());
  if (sheet) shared.flush(agreement());
}

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
  const { edit, sent, done } = here.dataset;
  if (!(Number(sent) > Number(done || 0))) mark(here, "saved", Number(edit) ? "Saved" : "");
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
    if (here) settled(here, row, receipt.edit ?? row.edit);
    document.dispatchEvent(new Event("answer-saved"));
    if (!(await outbox.waiting()).length) calm("Saved");
  } else {
    if (here) here.dataset.done = Math.max(row.edit, here.dataset.done || 0);
    mark(here, "refused", TOLD[what]);
    if (here) here.dispatchEvent(new Event("refused"));
    if (here && receipt.current && sheet) {
      if (!(Number(here.dataset.sent) > row.edit)) sheet.conflict(here, row.answer, receipt.current);
    } else if (here && receipt.current) {
      here.dataset.edit = receipt.current.edit;
      if (what === "superseded" && kind) kind.show(here, receipt.current.answer);
    }
    await showUnsent();
    calm(TOLD[what], "refused");
  }
}

function settled(here, row, edit) {
  here.dataset.done = Math.max(row.edit, here.dataset.done || 0);
  here.dataset.edit = sheet ? edit : Math.max(edit, here.dataset.edit);
  if (!here.dataset.typed) markSaved(here);
  if (sheet) sheet.saved(here);
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
  if (n) say(`${n === 1 ? "1 answer" : n + " answers"} kept on this phone, will be sent.`, "waiting");
}

const outbox = new Outbox(code, told, me);

function put(here, answer) {
  const { activity, round } = panel().dataset;
  here.dataset.typed = "";
  if (sheet && sheet.holds(here, answer)) return null;
  mark(here, "waiting");
  // Support of others' words is no draft: it is pressed again as easily.
  const says = form() && { draft: draftKey(here.dataset.slot), says: scriptOf(here).says(here, answer) };
  const more = { ...says, ...base(here) };
  return outbox.put(activity, Number(round), here.dataset.slot, answer, Number(here.dataset.edit), more);
}

// Shows what was refused: beside its question while that is open, as a list once it is closed.
async function showUnsent() {
  const list = panel().querySelector("#unsent ul");
  const kept = list ? await outbox.drafts(draftKey()) : [];
  const notes = [];
  for (const draft of kept) {
    const here = form() && card(draft.key.slice(draftKey().length));
    // Newer words of this card are on their way: what becomes of those counts.
    if (here && sheet && Number(here.dataset.sent) > Number(here.dataset.done || 0)) continue;
    if (here && draft.current && sheet) sheet.conflict(here, draft.answer, draft.current);
    else if (here && draft.edit) offer(here, draft);
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
  kind = sheet = null;
  outbox.given.clear(); // it may be another table's
  const { activity, kind: name, table } = panel().dataset;
  const prefix = draftKey();
  const [module, script, waiting, drafts] = await Promise.all([
    form() && import(`${main.dataset.kinds}${name}.js`).catch(() => null),
    form() && table && import(main.dataset.sheet).catch(() => null),
    outbox.waiting(),
    outbox.drafts(prefix),
  ]);
  if (waiting.length) startSlow();
  if (draftKey() !== prefix) return;
  // A shared sheet without its script would overwrite what others write: a plain form does not.
  kind = table && !script ? null : module;
  if (kind) {
    const cards = [...form().querySelectorAll("[data-slot]")];
    kind.enhance(form(), { send: put, draft: keepTyped });
    if (script) {
      shared = script;
      sheet = script.share({ panel, card, place, scriptOf, put, mark, keep, forget: (here) => keep(here, null) });
      cards.push(agreement());
      script.enhance(agreement(), { send: put, draft: keepTyped });
    }
    for (const here of cards) {
      if (touched(here)) continue;
      const key = prefix + here.dataset.slot;
      const row = waiting.filter((one) => one.draft === key).pop();
      const draft = drafts.find((one) => one.key === key);
      if (row || (draft && draft.edit)) scriptOf(here).show(here, (row || draft).answer);
      if (row) {
        mark(here, "waiting");
        here.dataset.sent = row.edit;
      }
      if (draft && !draft.edit) scriptOf(here).showDraft(here, draft.answer);
      if (sheet && (row || draft)) here.dataset.edit = (draft || row).base ?? here.dataset.edit;
    }
    form().classList.add("enhanced");
    form().addEventListener("submit", (event) => {
      event.preventDefault();
      flushTyped();
    });
    flushTyped();
    if (sheet) panel().addEventListener("focusout", () => setTimeout(look));
  }
  await showUnsent();
  look();
}

function keepTyped(here, answer) {
  here.dataset.typed = answer ? "yes" : "";
  keep(here, answer);
  if (answer) mark(here, "typing");
  else markSaved(here);
  if (sheet) sheet.typing(here, answer);
}

// With `current`, what stands at the table instead, it is kept as refused.
function keep(here, answer, current) {
  const refused = current && { edit: Number(here.dataset.sent) || 1, status: "conflict", current };
  const draft = answer && { answer, says: scriptOf(here).says(here, answer), ...base(here), ...refused };
  return outbox.keepDraft(draftKey(here.dataset.slot), draft);
}

// On a sheet that several share, every change says which edit it was made on.
const base = (here) => sheet && { base: Number(here.dataset.edit) };

function look(news = mine) {
  mine = news;
  if (sheet) sheet.take(mine);
}

const place = (slot, answer) =>
  kind.place && answer && !/^support:/.test(slot) ? kind.place(form(), slot, answer) : null;

// Draws the panel of another scene; what was typed in the one before is kept.
function change(fresh) {
  flushTyped();
  panel().replaceWith(fresh);
  if (status.dataset.is !== "waiting") say("");
  scrollTo(0, 0);
  fresh.querySelector("h1").focus({ preventScroll: true });
  return enhance();
}

addEventListener("online", () => outbox.flush());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) flushTyped();
  else outbox.flush();
});

enhance().then(() => outbox.flush());

// The live channel comes after everything that a first answer needs.
const follow = () => insistently(main.dataset.socket).then((live) => live.follow({ main, panel, change, link, sheet: look, put, waiting: () => outbox.waiting() }));
addEventListener("load", () => setTimeout(() => (window.requestIdleCallback || setTimeout)(follow), 300));

// Called with true whenever the server answered, with false when it did not.
function link(works) {
  misses = works ? 0 : misses + 1;
  if (works && status.dataset.is === "lost") say("");
  if (works) outbox.flush();
  else if (misses > 1 && !status.dataset.is) say("No connection. This page goes on by itself when it is back.", "lost");
}
