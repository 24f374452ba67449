// A table's sheet on one of its phones: what others write appears, one's own words stay one's own.
//
// `data-edit` of a card is the edit its words build on. While another stands at the table, these
// words are not sent: the person sees both and chooses.

const PAUSE = 1500;
const TEXT = /^(text|textarea|number|date|time)$/;

const controls = (here) => [...here.querySelectorAll("input, textarea, select")];
const written = (here) => here.contains(document.activeElement) && TEXT.test(document.activeElement.type);

// What one looks at stays where it is, whatever appears around it; browsers hold on to other cards.
function steadily(work) {
  const at = document.activeElement;
  const { top } = at.getBoundingClientRect();
  work();
  scrollBy(0, at.getBoundingClientRect().top - top);
}

// `page`: {panel, card, place, scriptOf, put, keep, forget, mark} of participant.js
export function share(page) {
  const seen = new Map(); // the newest of each slot
  const own = new WeakMap(); // words of a card that are not on the sheet
  const boxes = new WeakMap();
  page.panel().style.overflowAnchor = "none";

  function words(here, answer) {
    if (!answer) return "Nothing. It was taken back.";
    const title = here.querySelector(".title");
    const said = page.scriptOf(here).says(here, answer);
    const start = title ? `${title.textContent.trim()}: ` : "";
    return start && said.startsWith(start) ? said.slice(start.length) : said;
  }

  function close(here) {
    const box = boxes.get(here);
    if (box) box.remove();
    boxes.delete(here);
    own.delete(here);
  }

  function button(box, name, work) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "button", textContent: name });
    made.addEventListener("click", work);
    box.append(made);
  }

  function show(here, current) {
    let box = boxes.get(here);
    if (!box) {
      box = document.createElement("div");
      box.className = "theirs notice";
      box.setAttribute("role", "status");
      boxes.set(here, box);
      here.append(box);
    }
    if (own.has(here)) page.mark(here, "refused", "Your own words are kept here and not sent.");
    // A button that is just being pressed must stay the same one.
    if (box.current && box.current.edit === current.edit && box.asks === own.has(here)) return;
    Object.assign(box, { current, asks: own.has(here) });
    const line = document.createElement("p");
    line.textContent = "Somebody at your table changed this meanwhile:";
    const theirs = document.createElement("p");
    theirs.className = "theirs-words";
    theirs.dir = "auto";
    theirs.textContent = words(here, current.answer);
    box.replaceChildren(line, theirs);
    if (!box.asks) return;
    button(box, "Keep theirs", () => {
      page.forget(here);
      adopt(here, current);
      here.querySelector(":checked, input, textarea").focus();
    });
    button(box, "Use mine", () => {
      const answer = own.get(here);
      close(here);
      here.dataset.edit = current.edit;
      page.put(here, answer);
      here.querySelector(":checked, input, textarea").focus();
    });
  }

  function adopt(here, current) {
    close(here);
    here.dataset.typed = "";
    here.dataset.edit = current.edit;
    if (current.answer) page.scriptOf(here).show(here, current.answer);
    else for (const one of controls(here)) one.type === "radio" || one.type === "checkbox" ? (one.checked = false) : (one.value = "");
    page.mark(here, "saved", current.answer ? "Saved by your table" : "");
  }

  function take(mine) {
    const { activity, round } = page.panel().dataset;
    for (const one of mine) {
      const before = seen.get(one.slot);
      if (one.activity_id === activity && one.round === Number(round) && !(before && before.edit > one.edit)) seen.set(one.slot, one);
    }
    for (const [slot, one] of seen) {
      const here = page.card(slot) || page.place(slot, one.answer);
      // What is on its way gets a receipt, and that decides.
      if (!here || one.edit <= Number(here.dataset.edit) || Number(here.dataset.sent || 0) > Number(here.dataset.done || 0)) continue;
      if (!own.has(here) && !written(here)) steadily(() => adopt(here, one));
      else if (!boxes.has(here) || boxes.get(here).current.edit < one.edit) steadily(() => show(here, one));
    }
  }

  function conflict(here, answer, current) {
    if (!own.has(here) || !here.dataset.typed) own.set(here, answer);
    const known = [current, seen.get(here.dataset.slot), (boxes.get(here) || {}).current];
    steadily(() => show(here, known.filter(Boolean).reduce((a, b) => (b.edit > a.edit ? b : a))));
  }

  return {
    take,
    conflict,
    // Tells whether words have to wait for their writer's choice.
    holds(here, answer) {
      const box = boxes.get(here);
      if (!box) {
        own.delete(here);
        return false;
      }
      conflict(here, answer, box.current);
      own.set(here, answer);
      page.keep(here, answer, box.current);
      return true;
    },
    typing(here, answer) {
      const box = boxes.get(here);
      if (answer) own.set(here, answer);
      else if (!box) own.delete(here);
      if (box) show(here, box.current);
      if (!answer) take([]);
    },
    saved(here) {
      if (!here.dataset.typed) close(here);
      take([]);
    },
  };
}

// The last card of the sheet: how far the table agrees.
const chosen = (here) => here.querySelector("input:checked");
const note = (here) => here.querySelector("textarea");
const said = (here) => ({ agreement: chosen(here) ? chosen(here).value : "", note: note(here).value.trim() });
let timer = 0;
let send;

export function flush(here) {
  clearTimeout(timer);
  const answer = said(here);
  const now = JSON.stringify(answer);
  if (!answer.agreement || now === here.dataset.shown) return;
  here.dataset.shown = now;
  send(here, answer);
}

export function enhance(here, page) {
  send = page.send;
  const drawn = here.querySelector("input[checked]");
  here.dataset.shown = JSON.stringify({ agreement: drawn ? drawn.value : "", note: note(here).defaultValue.trim() });
  here.addEventListener("change", () => flush(here));
  note(here).addEventListener("input", () => {
    page.draft(here, said(here));
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE, here);
  });
}

export function show(here, answer) {
  showDraft(here, answer);
  here.dataset.shown = JSON.stringify(said(here));
}

export function showDraft(here, answer) {
  for (const one of here.querySelectorAll("input")) one.checked = one.value === answer.agreement;
  note(here).value = answer.note;
}

export function says(here, answer) {
  const one = here.querySelector(`input[value="${answer.agreement}"]`);
  return [one && one.parentNode.textContent.trim(), answer.note].filter(Boolean).join(": ");
}
