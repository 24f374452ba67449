"""The style guide looks as it did: sizes and colours of every part, and a coarse picture of each.

Letters are drawn differently on every machine, so every part is measured with
the bundled lettering and compared as a small picture. After a change that is
meant, look at /styleguide and renew the baseline: UPDATE_GOLDEN=1.
"""

import base64
import json
import os
from pathlib import Path

import pytest

from tests.e2e.axe import barriers

BASELINE = Path(__file__).parent / "baseline"
WIDTHS = (360, 1280, 1920)
SCHEMES = ("light", "dark")
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))

# The same lettering everywhere, and nothing that moves.
EVENED = """
* { font-family: "Sofia Sans Condensed" !important; animation: none !important;
    transition: none !important; caret-color: transparent !important; }
"""
MEASURED = """() => {
  const parts = {};
  for (const part of document.querySelectorAll("[data-part]")) {
    const { x, y, width, height } = part.getBoundingClientRect();
    const colours = {};
    for (const node of [part, ...part.querySelectorAll("[class]")]) {
      const style = getComputedStyle(node);
      for (const name of node.classList) {
        colours[name] = colours[name] || [style.color, style.backgroundColor, style.borderTopColor,
                                          style.fill, style.stroke, style.display,
                                          style.borderTopLeftRadius].join(" ");
      }
    }
    parts[part.dataset.part] = { box: [x, y + scrollY, width, height].map(Math.round), colours };
  }
  return parts;
}"""
# One tile for each part, small enough that only shapes and colours remain.
SHEET = """async ({ picture, boxes }) => {
  const image = new Image();
  image.src = picture;
  await image.decode();
  const [w, h, columns] = [80, 60, 7];
  const canvas = document.createElement("canvas");
  canvas.width = w * columns;
  canvas.height = h * Math.ceil(boxes.length / columns);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  boxes.forEach(([x, y, width, height], i) => {
    context.drawImage(image, x, y, width, height, (i % columns) * w, Math.floor(i / columns) * h, w, h);
  });
  return canvas.toDataURL("image/png");
}"""  # noqa: E501
# By tile: how far apart on average, and which share is quite another colour (0 to 255).
APART = """async ({ before, after, names }) => {
  const [w, h, columns] = [80, 60, 7];
  const data = [];
  for (const source of [before, after]) {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    data.push(context);
  }
  return names.map((name, i) => {
    const [a, b] = data.map((context) =>
      context.getImageData((i % columns) * w, Math.floor(i / columns) * h, w, h).data);
    let sum = 0;
    let far = 0;
    for (let at = 0; at < a.length; at += 4) {
      const gap = (Math.abs(a[at] - b[at]) + Math.abs(a[at + 1] - b[at + 1])
        + Math.abs(a[at + 2] - b[at + 2])) / 3;
      sum += gap;
      far += gap > 64;
    }
    return { name, mean: sum / (w * h), far: far / (w * h) };
  });
}"""
MEAN, FAR = 8, 0.04


@pytest.fixture(scope="module")
def drawing_board(browser):
    """An empty page that can hold pictures against each other."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def data_url(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_part_looks_as_it_did(width, scheme, open_browser, drawing_board):
    page = open_browser(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page.goto("/styleguide")
    page.add_style_tag(content=EVENED)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    parts = page.evaluate(MEASURED)
    sheet = drawing_board.evaluate(
        SHEET,
        {
            "picture": data_url(page.screenshot(full_page=True)),
            "boxes": [part["box"] for part in parts.values()],
        },
    )
    sizes = {name: part["box"][2:] for name, part in parts.items()}
    colours = {name: part["colours"] for name, part in parts.items()}

    name = f"styleguide-{width}-{scheme}"
    picture, numbers = BASELINE / f"{name}.png", BASELINE / f"{name}.json"
    if UPDATE:
        BASELINE.mkdir(exist_ok=True)
        picture.write_bytes(base64.b64decode(sheet.split(",")[1]))
        found = {"sizes": sizes, "colours": colours}
        numbers.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
    before = json.loads(numbers.read_text("utf-8"))
    assert sorted(sizes) == sorted(before["sizes"]), "parts came or went"
    # A class that is new has nothing to be compared with until the baseline is renewed.
    known = {
        part: {name: now for name, now in colours[part].items() if name in then}
        for part, then in before["colours"].items()
    }
    assert known == before["colours"]
    grown = {
        part: (before["sizes"][part], size)
        for part, size in sizes.items()
        if any(
            abs(now - then) > max(8, 0.03 * then)
            for now, then in zip(size, before["sizes"][part], strict=True)
        )
    }
    assert not grown, "another size: part: (before, now)"
    gaps = drawing_board.evaluate(
        APART,
        {"before": data_url(picture.read_bytes()), "after": sheet, "names": list(parts)},
    )
    assert [gap for gap in gaps if gap["mean"] > MEAN or gap["far"] > FAR] == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_on_it_keeps_anybody_out(width, scheme, open_browser):
    page = open_browser(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto("/styleguide")
    assert barriers(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_what_is_pressed_is_large_enough_for_a_thumb(open_browser):
    page = open_browser()
    page.goto("/styleguide")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, .chip, .choice, .segmented label")]
          .filter((node) => !node.closest("[hidden]"))
          .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
          .filter(([, box]) => box.height < 44 || box.width < 24).map(([html]) => html)"""
    )
    assert small == []


def test_forced_colours_keep_what_is_chosen_apart_from_what_is_not(open_browser):
    page = open_browser(viewport={"width": 1280, "height": 900}, forced_colors="active")
    page.goto("/styleguide")
    outline = """(one) => { const { outlineStyle, outlineWidth } = getComputedStyle(one);
                            return `${outlineStyle} ${outlineWidth}`; }"""
    for kind in (".choice", ".segmented label"):
        chosen = page.locator(f"{kind}:has(:checked)").first
        other = page.locator(f"{kind}:not(:has(:checked))").first
        assert chosen.evaluate(outline) != other.evaluate(outline)
    white = page.locator(".qr").first.evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert white == "rgb(255, 255, 255)"


def test_who_asks_for_less_movement_sees_none(open_browser):
    page = open_browser(reduced_motion="reduce")
    page.goto("/styleguide")
    moving = page.evaluate("() => document.getAnimations().length")
    assert moving == 0
    button = page.locator(".button").first
    assert button.evaluate("(one) => getComputedStyle(one).transitionDuration").startswith("0s")


def test_more_contrast_is_given_to_whom_asks_for_it(open_browser):
    page = open_browser(contrast="more")
    page.goto("/styleguide")
    ink = page.evaluate("() => getComputedStyle(document.body).color")
    assert ink == "rgb(0, 0, 0)"
    assert barriers(page) == []
