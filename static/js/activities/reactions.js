// Reactions on the phone: a tap is an answer, words follow when the typing pauses.

const PAUSE = 1500;
const timers = new WeakMap();
let send;
let draft;

const radios = (card) => [...card.querySelectorAll("input")];
const text = (card) => card.querySelector("textarea");

function answered(card, radio, words) {
  const reaction = radio ? radio.value : "";
  const asks = !["confirm", "unsure"].includes(reaction);
  return { item: card.dataset.slot, reaction, text: asks ? words.trim() : "" };
}

const typed = (card) => answered(card, radios(card).find((one) => one.checked), text(card).value);

// At first what the server drew: taps made before this script came are newer.
const sent = (card) =>
  card.dataset.shown ||
  JSON.stringify(answered(card, radios(card).find((one) => one.defaultChecked), text(card).defaultValue));

function settle(card) {
  clearTimeout(timers.get(card));
  const typing = timers.delete(card);
  const answer = typed(card);
  const now = JSON.stringify(answer);
  if (now === sent(card)) {
    if (typing) draft(card, null);
  } else if (answer.reaction) {
    card.dataset.shown = now;
    send(card, answer);
  }
}

export function enhance(form, page) {
  ({ send, draft } = page);
  const cardOf = (event) => event.target.closest(".reaction");
  form.addEventListener("change", (event) => settle(cardOf(event)));
  form.addEventListener("input", (event) => {
    if (event.target.tagName !== "TEXTAREA") return;
    const card = cardOf(event);
    draft(card, typed(card));
    clearTimeout(timers.get(card));
    timers.set(card, setTimeout(settle, PAUSE, card));
  });
}

export function flush(form) {
  for (const card of form ? form.querySelectorAll(".reaction") : []) settle(card);
}

export function show(card, answer) {
  showDraft(card, answer);
  card.dataset.shown = JSON.stringify(typed(card));
}

export function showDraft(card, answer) {
  card.dataset.shown = sent(card);
  for (const radio of radios(card)) radio.checked = radio.value === answer.reaction;
  text(card).value = answer.text;
}

export function says(card, answer) {
  const radio = radios(card).find((one) => one.value === answer.reaction);
  const words = [card.querySelector(".title"), radio && radio.parentNode, { textContent: answer.text }];
  return words.map((one) => one && one.textContent.trim()).filter(Boolean).join(": ");
}
