// The projector follows the stage.
import { fit } from "./fit.js";
import { keepFresh } from "./panel.js";

const { key } = document.body.dataset;
const lost = document.getElementById("lost");
const fitNow = () => fit(document.getElementById("panel"));

keepFresh({
  url: `/screen/${key}/panel`,
  auth: { screen: key },
  swapped: fitNow,
  lost: (is) => (lost.hidden = !is),
});

fitNow();
document.fonts.ready.then(fitNow);
addEventListener("resize", fitNow);
