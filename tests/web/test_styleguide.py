"""The style guide shows all there is, and its colours hold what they promise."""

import re

import pytest

from workshop.web import assets, pictures, styleguide

SHEETS = sorted((assets.STATIC / "css").glob("*.css"))
CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")

# Furniture of one page each: it is looked at there, in the stories about that page.
OF_ONE_PAGE = {
    "participant": "the phone’s page",
    "screen": "the projector’s page",
    "console": "the console",
    "facilitator": "the desk’s lists and forms",
    "cases": "the library’s pages",
    "finding": "what the room said, on screen, console and phone",
    "picking": "the page for picking words, and what becomes of them",
}
# Shown on the guide under the name of what it is part of.
ELSEWHERE = {
    "phone": "the body of the phone’s page: its main button is as wide as the phone",
    "desk": "the body of the desk’s pages",
    "qr": "inside a sign",
}
# Where a colour has to be one for everybody, by day and by night.
FIXED = {
    "plate.css": {"#fff"},  # a QR code is read on white only
    "dialog.css": {"rgb("},  # shadows
    "facilitator.css": {"#15233d", "#fff", "#000"},  # a phone’s case; printed sheets
}


@pytest.fixture
def guide(client):
    page = client.get("/styleguide")
    assert page.status_code == 200
    return page.text


def without_comments(sheet):
    return assets.COMMENT.sub("", sheet.read_text("utf-8"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_every_class_of_a_component_is_on_the_guide(sheet, guide):
    if sheet.stem in OF_ONE_PAGE:
        return
    selectors = " ".join(re.findall(r"([^{}]*)\{", without_comments(sheet)))
    shown = {name for found in re.findall(r'class="([^"]*)"', guide) for name in found.split()}
    missing = set(CLASS.findall(selectors)) - shown - set(ELSEWHERE)
    assert not missing, f"show it in templates/styleguide/: {sorted(missing)}"


def test_every_sheet_is_sent_to_somebody():
    sent = {part for parts in assets.BUNDLES.values() for part in parts}
    assert {sheet.stem for sheet in SHEETS} == sent


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_only_the_palette_names_colours(sheet):
    if sheet.stem == "tokens":
        return
    assert set(COLOUR.findall(without_comments(sheet))) <= FIXED.get(sheet.name, set())


@pytest.mark.parametrize("pair", styleguide.pairs(), ids=lambda pair: f"{pair.front}-{pair.back}")
def test_what_is_read_stands_out_by_day_and_by_night(pair):
    assert pair.day >= pair.needed
    assert pair.night >= pair.needed


def test_contrast_is_what_wcag_says():
    assert styleguide.contrast("#000", "#ffffff") == pytest.approx(21)
    assert styleguide.contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


def test_the_guide_shows_both_sprites(guide):
    for name in pictures.sprite("icons"):
        assert f"icons.svg#{name}" in guide
    assert list(pictures.sprite("feelings")) == [
        *("content", "safe", "good", "indifferent", "uneasy", "unsafe", "afraid"),
    ]
    for name in pictures.sprite("feelings"):
        assert f"feelings.svg#{name}" in guide


def test_a_misspelt_icon_is_an_error_not_a_hole(app):
    with app.test_request_context(), pytest.raises(KeyError, match="no confrim among the icons"):
        app.jinja_env.globals["icon"]("confrim")


def test_a_drawn_icon_asks_for_no_file(app):
    svg = str(pictures.drawn("check", "Done"))
    assert 'role="img" aria-label="Done"' in svg
    assert "<use" not in svg
    assert "<path" in svg


def test_a_sheet_without_what_only_people_read_says_the_same():
    sheet = """/* why */
    :root { --x: #fff; --used-by-x: 1px; --unused: red; --y: var(--unused); }
    .a > .b:not(:hover),
    .c { color: var(--x); margin: var(--used-by-x) -2px; }
    """
    assert assets.smaller(sheet) == (
        ":root{--x:#fff;--used-by-x:1px}"
        ".a>.b:not(:hover),.c{color:var(--x);margin:var(--used-by-x) -2px}"
    )
