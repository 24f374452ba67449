// Makes what is marked `data-fit` as large as its place allows: a projector is not scrolled.
// Below the size that the last row reads, quotes go one by one; phones show them all.
const STEP = 0.95;
const READABLE = 0.034; // of the height of the place
const SMALLEST = 0.015;

export function fit(panel) {
  const page = panel.querySelector("[data-fit]");
  if (!page) return;
  const columns = [...page.children];
  const height = page.parentNode.clientHeight;
  const more = page.querySelector(".one-more");
  const going = [...page.querySelectorAll("[data-may-go]")];
  const fits = () => columns.every((one) => one.scrollHeight <= height + 1 && one.scrollWidth <= one.clientWidth + 1);
  for (const one of going) one.hidden = false;
  if (more) more.hidden = true;
  page.style.fontSize = "";
  let size = parseFloat(getComputedStyle(page).fontSize);
  const shrink = (least) => {
    while (!fits() && size > height * least) page.style.fontSize = `${(size *= STEP)}px`;
  };
  shrink(READABLE);
  while (!fits() && going.length > 1) {
    going.pop().hidden = true;
    more.hidden = false;
  }
  shrink(SMALLEST);
}
