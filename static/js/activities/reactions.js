// Reactions on the phone: a tap is an answer, words follow when the typing pauses.

const PAUSE = 1500;
const timers = new WeakMap();

const read = (card) => {
  const picked = card.querySelector("input:checked");
  if (!picked) return null;
  const asks = picked.value === "challenge" || picked.value === "refine";
  const text = asks ? card.querySelector("textarea").value.trim() : "";
  return { item: card.dataset.slot, reaction: picked.value, text };
};

let send = () => {};

function settle(card) {
  clearTimeout(timers.get(card));
  timers.delete(card);
  const answer = read(card);
  const now = JSON.stringify(answer);
  if (!answer || card.dataset.sent === now) return;
  card.dataset.sent = now;
  send(card, answer);
}

export function enhance(form, { send: sender, draft }) {
  send = sender;
  for (const card of form.querySelectorAll(".reaction")) card.dataset.sent ??= JSON.stringify(read(card));
  form.addEventListener("change", (event) => {
    const card = event.target.closest(".reaction");
    if (card) settle(card);
  });
  form.addEventListener("input", (event) => {
    if (event.target.tagName !== "TEXTAREA") return;
    const card = event.target.closest(".reaction");
    draft(card, event.target.value);
    clearTimeout(timers.get(card));
    timers.set(card, setTimeout(settle, PAUSE, card));
  });
}

// Sends what is typed but not sent yet: the page is about to go, or the person pressed send.
export function flush(form) {
  for (const card of form ? form.querySelectorAll(".reaction") : []) settle(card);
}

export function show(card, answer) {
  if (!answer) return;
  const radio = card.querySelector(`input[value="${answer.reaction}"]`);
  if (radio) radio.checked = true;
  if (answer.text) card.querySelector("textarea").value = answer.text;
  card.dataset.sent = JSON.stringify(read(card));
}

export function showDraft(card, words) {
  card.dataset.sent ??= JSON.stringify(read(card));
  card.querySelector("textarea").value = words;
}
