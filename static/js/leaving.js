// Whoever leaves while answers wait on the phone is told first; nobody else can send them later.
import { Outbox } from "./outbox.js";

const form = document.getElementById("leave");
const line = document.getElementById("leaving");
const outbox = new Outbox(form.dataset.code, () => {}, form.dataset.me);
let warned = false;

form.addEventListener("submit", async (event) => {
  if (warned) return;
  event.preventDefault();
  await Promise.race([outbox.flush(), new Promise((go) => setTimeout(go, 4000))]);
  const n = (await outbox.waiting()).length;
  warned = true;
  if (!n) return form.submit();
  line.hidden = false;
  line.textContent =
    `${n === 1 ? "1 answer is" : n + " answers are"} still on this phone and not sent. ` +
    "Wait until you have a connection, or press again to leave without sending.";
});
outbox.flush();
