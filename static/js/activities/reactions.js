// Reactions on the phone: a tap is an answer, words follow when the typing pauses.

const PAUSE = 1500;
const timers = new WeakMap();
let send;
let draft;

const all = (card, name) => [...card.querySelectorAll(`[name^="${name}."]`)];
const ticked = (card, name, key = "checked") => all(card, name).filter((one) => one[key]).map((one) => one.value);
const isGuess = (card) => card.dataset.slot.startsWith("guess:");
const ofCard = (card) => card.dataset.slot.replace("guess:", "");

// `key` and `value` name what the person sees, or what the server drew.
function read(card, key = "checked", value = "value") {
  if (isGuess(card)) {
    const guessed = card.querySelector("input")[value];
    const n = Number(guessed);
    return { guesses: ofCard(card), about: about(card), of_ten: guessed && n >= 0 && n <= 10 ? Math.round(n) : null };
  }
  const [reaction = ""] = ticked(card, "reaction", key);
  const challenge = reaction === "challenge";
  const refine = reaction === "refine";
  const [manner = null] = refine ? ticked(card, "manner", key) : [];
  const conditions = refine && manner !== "rewording" ? ticked(card, "condition", key).sort() : [];
  return {
    item: ofCard(card),
    reaction,
    text: challenge || refine ? card.querySelector("textarea")[value].trim() : "",
    already: ticked(card, "already", key).length > 0,
    reasons: challenge ? ticked(card, "reason", key).sort() : [],
    manner: conditions.length ? "condition" : manner,
    conditions,
  };
}

const about = (card) => card.closest("form").querySelector("[name=about]").value;
const complete = (answer) => (answer.guesses ? answer.of_ten !== null : answer.reaction);

// At first what the server drew: taps made before this script came are newer.
const sent = (card) => card.dataset.shown || JSON.stringify(read(card, "defaultChecked", "defaultValue"));

function settle(card) {
  clearTimeout(timers.get(card));
  const typing = timers.delete(card);
  const answer = read(card);
  const now = JSON.stringify(answer);
  if (now === sent(card)) {
    if (typing) draft(card, null);
  } else if (complete(answer)) {
    card.dataset.shown = now;
    send(card, answer);
  } else if (answer.guesses) {
    card.dataset.shown = now;
    send(card, null);
  }
}

export function enhance(form, page) {
  ({ send, draft } = page);
  const cardOf = (event) => event.target.closest("[data-slot]");
  form.addEventListener("change", (event) => cardOf(event) && settle(cardOf(event)));
  form.addEventListener("input", (event) => {
    if (event.target.tagName !== "TEXTAREA") return;
    const card = cardOf(event);
    draft(card, read(card));
    clearTimeout(timers.get(card));
    timers.set(card, setTimeout(settle, PAUSE, card));
  });
  for (const card of form.querySelectorAll(".reaction")) unfold(card);
  for (const line of form.querySelectorAll("[data-before]")) same(line);
}

// What can be ticked beside the words stands on the page once.
function unfold(card) {
  if (all(card, "reason").length) return;
  const chips = document.getElementById("chips").content.cloneNode(true);
  for (const one of chips.querySelectorAll("input")) one.name += ofCard(card);
  card.querySelector(".words").before(chips);
}

// One tap says the same as before the discussion.
function same(line) {
  const card = line.closest("[data-slot]");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button button-small", textContent: "The same again" });
  button.addEventListener("click", () => {
    put(card, JSON.parse(line.dataset.before));
    settle(card);
  });
  line.append(" ", button);
}

export function flush(form) {
  for (const card of form ? form.querySelectorAll("[data-slot]") : []) settle(card);
}

export function show(card, answer) {
  showDraft(card, answer);
  card.dataset.shown = JSON.stringify(read(card));
}

export function showDraft(card, answer) {
  card.dataset.shown = sent(card);
  put(card, answer);
}

function put(card, answer) {
  if (isGuess(card)) {
    card.querySelector("input").value = answer ? answer.of_ten : "";
    return;
  }
  const { reaction, text = "", already, reasons = [], conditions = [], manner } = answer || {};
  const tick = (name, is) => all(card, name).forEach((one) => (one.checked = is(one.value)));
  tick("reaction", (value) => value === reaction);
  tick("already", () => Boolean(already));
  tick("reason", (value) => reasons.includes(value));
  tick("manner", (value) => value === manner);
  tick("condition", (value) => conditions.includes(value));
  card.querySelector("textarea").value = text;
}

export function says(card, answer) {
  const title = card.querySelector(".title").textContent.trim();
  if (!answer) return title;
  if (answer.guesses) return `${title}: ${answer.of_ten} of 10`;
  const chosen = (name, values) => all(card, name).filter((one) => values.includes(one.value)).map((one) => one.parentNode.textContent.trim());
  const parts = [
    title,
    ...chosen("reaction", [answer.reaction]),
    chosen("reason", answer.reasons || []).concat(chosen("condition", answer.conditions || [])).join(", "),
    answer.text,
  ];
  return parts.filter(Boolean).join(": ");
}
