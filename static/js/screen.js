// The projector follows the stage.
import { keepFresh } from "./panel.js";

const { key } = document.body.dataset;
const lost = document.getElementById("lost");

keepFresh({
  url: `/screen/${key}/panel`,
  auth: { screen: key },
  lost: (is) => (lost.hidden = !is),
});
