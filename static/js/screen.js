// The projector follows the stage.
import { clockFace, secondsSince } from "./clock.js";
import { fit } from "./fit.js";
import { keepFresh } from "./panel.js";

const { key } = document.body.dataset;
const lost = document.getElementById("lost");

// Nobody is cut off: the facilitator closes the question, and the clock only says so.
function tick() {
  const timer = document.querySelector(".screen-timer");
  if (!timer) return;
  const left = Number(timer.dataset.planned) - secondsSince(timer.dataset.since);
  timer.textContent = left > 0 ? `${clockFace(left)} left` : "Time is up. You can still answer.";
  timer.toggleAttribute("data-up", left <= 0);
}

const fitNow = () => fit(document.getElementById("panel"));

keepFresh({
  url: `/screen/${key}/panel`,
  auth: { screen: key },
  swapped: () => {
    tick();
    fitNow();
  },
  lost: (is) => (lost.hidden = !is),
});

fitNow();
document.fonts.ready.then(fitNow);
addEventListener("resize", fitNow);
setInterval(tick, 1000);
