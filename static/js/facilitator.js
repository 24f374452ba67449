// Small comforts of the desk's forms; everything works without them.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Asks before leaving a form that was changed but not sent.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = document.querySelector(".notice-problem") !== null;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
}
