// Supporting what others propose: a press is an answer like any other, and goes through the outbox.

const words = (on) => (on ? "You support this" : "I support this");

function press(button, on) {
  button.setAttribute("aria-pressed", on);
  button.value = on ? "no" : "yes";
  button.textContent = words(on);
}

// `waiting` are the rows that are not sent yet.
export function enhance(section, put, waiting) {
  if (section.dataset.enhanced) return;
  section.dataset.enhanced = "yes";
  for (const row of waiting) {
    const here = section.querySelector(`[data-slot="${CSS.escape(row.slot)}"]`);
    if (here && here.querySelector("button")) press(here.querySelector("button"), Boolean(row.answer));
  }
  const turn = (here) => {
    const button = here.querySelector("[aria-pressed]");
    const on = button.getAttribute("aria-pressed") !== "true";
    press(button, on);
    return on;
  };
  section.addEventListener("submit", (event) => {
    event.preventDefault();
    const here = event.target.closest("[data-slot]");
    put(here, turn(here) ? { supports: here.dataset.slot.replace("support:", "") } : null);
  });
  // What did not come to pass is shown as it was before.
  section.addEventListener("refused", (event) => turn(event.target), true);
}

// New numbers in place; the section is drawn anew only when other proposals stand in it.
export function renew(section, fresh) {
  const slots = (of) => [...of.querySelectorAll("[data-slot]")].map((one) => one.dataset.slot).join();
  if (slots(section) !== slots(fresh)) return false;
  for (const one of fresh.querySelectorAll("[data-slot]")) {
    const here = section.querySelector(`[data-slot="${CSS.escape(one.dataset.slot)}"]`);
    here.querySelector(".supporters").textContent = one.querySelector(".supporters").textContent;
  }
  return true;
}
