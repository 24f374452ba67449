"""The library of cases at the desk: to look through, to use, to add to, and open to everybody."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.e2e.axe import barriers
from workshop import library
from workshop.models import Workshop

LAPTOP = {"width": 1280, "height": 800}
SMALLEST = {"width": 320, "height": 568}
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
# The browser itself complains of a form that is answered with what is wrong in it.
REFUSED = r"status of 422"
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 3
FIRST = {
    "case": "safer-station",
    "case_title[en]": "A safer station",
    "cities[en]": "Malmö",
    "countries": "Sweden",
    "themes": "mobility",
    "actors[en]": "Police; Passengers",
    "overview[en]": "The station is dark.",
    "title[en]": "Walks at night",
    "summary[en]": "Passengers and police walk together.",
    "category": "participatory-governance",
}
SECOND = {
    "case": "safer-station",
    "title[en]": "Brighter platforms",
    "summary[en]": "The city puts up lights where passengers ask for them.",
    "category": "environment-design",
}


@pytest.fixture
def fatima(desk, open_browser):
    """Fatima's browser, signed in: `fatima(viewport=SMALLEST)`."""

    def do(**options):
        page = open_browser(expected=REFUSED, **{"viewport": LAPTOP, **options})
        page.goto(desk.sign_in_path())
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Your workshops").wait_for()
        return page

    return do


@pytest.fixture
def send():
    """Send a file: the template as the program gives it, with rows put into it."""

    def do(page, *rows):
        page.goto("/desk/cases/import")
        with page.expect_download() as download:
            page.get_by_role("button", name="Template (xlsx)").click()
        book = load_workbook(BytesIO(download.value.path().read_bytes()))
        sheet = book["cases"]
        names = [cell.value for cell in sheet[1]]
        for number, row in enumerate(rows, start=2):
            for name, words in row.items():
                sheet.cell(number, names.index(name) + 1, words)
        out = BytesIO()
        book.save(out)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        file = {"name": "our-cases.xlsx", "mimeType": kind, "buffer": out.getvalue()}
        page.get_by_label("Spreadsheet").set_input_files(file)
        page.get_by_role("button", name="Look at it").click()
        page.get_by_role("link", name="Import and export cases").wait_for()

    return do


def fill_in(page, title):
    """Type all that a case needs, except what it is about."""
    case = page.get_by_role("group", name="The case", exact=True)
    case.get_by_role("textbox", name="Title (needed)").fill(title)
    case.get_by_role("combobox", name="Countries").fill("Norway")
    case.get_by_role("textbox", name="Who takes part").fill("Ferry crews; Passengers")
    case.get_by_role("textbox", name="What it is").fill("The quay is dark.")
    mechanism = page.get_by_role("group", name="Mechanism 1", exact=True)
    mechanism.get_by_role("textbox", name="Title (needed)").fill("Crews look after the quay")
    mechanism.get_by_role("textbox", name="What happens in practice").fill(
        "Crews stay until all are gone."
    )
    mechanism.get_by_label("Category").select_option("cross-sector-collaboration")


def test_a_facilitator_finds_a_case_and_puts_its_mechanisms_to_a_room(desk, create_room, fatima):
    room = create_room(activities=0, state="draft", title="A square by the station")
    case = library.load().case("bremer-platz")
    page = fatima()
    page.get_by_role("link", name="Cases", exact=True).click()
    filters = page.get_by_role("search", name="Look for cases")
    show = filters.get_by_role("button", name="Show")

    filters.get_by_label("Country").select_option("ES")
    show.click()
    expect(page.get_by_text("There is no case from Spain yet.")).to_be_in_viewport()
    expect(page.get_by_role("link", name="write one")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(0)

    filters.get_by_label("What it is about").select_option("community-trust")
    show.click()
    expect(page.get_by_role("status")).to_contain_text("There is no case about")
    page.get_by_role("link", name="Do not ask for Spain").click()
    expect(page.get_by_role("status")).not_to_contain_text("Spain")
    filters.get_by_label("Country").select_option("DE")
    show.click()
    expect(page.get_by_role("status")).to_contain_text("from Germany.")
    expect(page.get_by_role("link", name="Brussels by Night")).to_have_count(0)
    page.get_by_role("link", name=str(case.title.in_())).click()

    page.get_by_role("heading", level=1, name=str(case.title.in_())).wait_for()
    for mechanism in case.mechanisms:
        heading = page.get_by_role("heading", level=3, name=str(mechanism.title.in_()))
        expect(heading).to_be_visible()
    use = page.get_by_role("region", name="Use it in a workshop")
    use.get_by_label("Workshop").select_option(label="A square by the station")
    use.get_by_role("button", name="Use this case").click()

    ticked = page.get_by_role("group", name="Mechanisms from the library").locator(":checked")
    expect(ticked).to_have_count(len(case.mechanisms))
    ticked.last.uncheck()
    page.get_by_role("button", name="Put it on the agenda").click()
    page.wait_for_url(f"**/desk/{room.id}*")
    with desk.db.reading() as session:
        (activity,) = session.get_one(Workshop, room.id).activities
        asked = [one["id"] for one in activity.settings["mechanisms"]]
    assert asked == [mechanism.id for mechanism in case.mechanisms[:-1]]


def test_a_spreadsheet_is_put_right_looked_at_and_stored(fatima, send):
    page = fatima()
    send(page, FIRST, {**SECOND, "category": "desgin"})
    expect(page.get_by_role("alert")).to_contain_text("Nothing was stored.")
    expect(page.get_by_role("alert")).to_contain_text("1 thing is to be put right")
    wrong = page.get_by_role("listitem").filter(has_text="row 3, column category")
    expect(wrong).to_contain_text("did you mean environment-design?")
    page.get_by_role("link", name="Send it again").click()

    send(page, FIRST, SECOND)
    expect(page.get_by_text("1 new, 0 changed, 0 unchanged.")).to_be_visible()
    expect(page.get_by_text("Nothing is stored yet.")).to_be_visible()
    preview = page.get_by_role("listitem").filter(has_text="A safer station")
    expect(preview).to_contain_text("2 mechanisms · Sweden")
    page.get_by_role("button", name="Store 1 case").click()
    expect(page.get_by_text("Stored: 1 case.")).to_be_visible()

    page.get_by_label("Country").select_option(label="Sweden (1)")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_have_text("1 case from Sweden.")
    page.get_by_role("link", name="A safer station").click()
    for title in ("Walks at night", "Brighter platforms"):
        expect(page.get_by_role("heading", level=3, name=title)).to_be_visible()
    expect(page.get_by_text("Added here by fatima@city.example")).to_be_visible()

    send(page, {**FIRST, "themes": "mobility; nightlife"}, SECOND)
    expect(page.get_by_text("0 new, 1 changed, 0 unchanged.")).to_be_visible()
    expect(page.get_by_text("What changes: themes.")).to_be_visible()
    page.get_by_role("button", name="Store nothing").click()
    expect(page.get_by_text("Nothing was stored.")).to_be_visible()


def test_a_case_is_written_put_right_translated_and_deleted(fatima):
    page = fatima()
    page.goto("/desk/cases")
    page.get_by_role("link", name="Write a case").click()
    fill_in(page, "A quay at night")
    page.get_by_role("button", name="Save the case").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Not saved yet.")
    expect(alert.get_by_role("listitem")).to_have_count(1)
    alert.get_by_role("link", name="Themes").click()
    themes = page.get_by_role("group", name="Themes")
    expect(themes).to_be_in_viewport()
    expect(themes).to_have_accessible_description("is empty; it is needed")
    themes.get_by_role("checkbox", name="Nightlife").check()
    page.get_by_role("button", name="Save the case").click()
    expect(page.get_by_text("The case is saved.")).to_be_visible()
    expect(page.get_by_role("heading", level=3, name="Crews look after")).to_be_visible()

    page.get_by_role("link", name="Edit").click()
    german = page.get_by_role("textbox", name="Title in Deutsch").first
    expect(german).to_be_hidden()
    page.get_by_role("checkbox", name="Deutsch").check()
    german.fill("Ein Kai bei Nacht")
    page.get_by_role("button", name="Save the case").click()
    page.goto("/desk/cases/missing?language=de")
    ours = page.locator("details").filter(has_text="A quay at night")
    ours.locator("summary").click()
    mechanism = ours.get_by_role("row").filter(has_text="Crews look after the quay")
    expect(mechanism.last).to_be_visible()
    expect(ours.get_by_role("cell", name="A quay at night", exact=True)).to_have_count(0)

    page.goto("/desk/cases?country=NO")
    page.get_by_role("link", name="A quay at night").click()
    page.get_by_text("Delete it").click()
    page.get_by_label("It does not come back").check()
    page.get_by_role("button", name="Delete this case").click()
    expect(page.get_by_text("The case is deleted.")).to_be_visible()
    expect(page.get_by_role("link", name="A quay at night")).to_have_count(0)


def walked(page, send):
    """Go through all pages of the library; yield the name of each once it is there."""
    touching = next(case for case in library.load().cases if case.help_note)
    for path in (
        "", "?country=ES", "?theme=nightlife&country=ES", "?category=environment-design",
        "/bremer-platz", f"/{touching.slug}", "/patterns/services-in-step", "/new", "/import",
        "/missing", "/missing?language=en",
    ):  # fmt: skip
        page.goto(f"/desk/cases{path}")
        yield path
    page.goto("/desk/cases/missing?language=el")
    page.locator("details summary").first.click()
    page.locator("details summary").last.click()
    expect(page.get_by_role("table")).to_have_count(2)
    yield "missing"

    page.goto("/desk/cases/new")
    page.get_by_role("checkbox", name="Lietuvių").check()
    page.get_by_role("button", name="Save the case").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet.")
    yield "own case, refused"

    page.goto("/desk/cases/import")
    file = {"name": f"{LONG_WORD}.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was stored.")
    yield "unreadable"

    send(page, {**FIRST, "case": "never-stored"}, {**SECOND, "category": LONG_WORD})
    expect(page.get_by_role("alert")).to_contain_text("put right")
    yield "problems"

    send(page, {**FIRST, "case": "never-stored", "case_title[en]": LONG_WORD})
    expect(page.get_by_text("1 new, 0 changed")).to_be_visible()
    yield "preview"
    page.get_by_role("button", name="Store nothing").click()
    expect(page.get_by_text("Nothing was stored.")).to_be_visible()


@SCHEMES
def test_no_page_of_the_library_keeps_anybody_out(scheme, fatima, send):
    page = fatima(color_scheme=scheme)
    found = {where: barriers(page) for where in walked(page, send)}
    assert {where: what for where, what in found.items() if what} == {}


def test_nothing_has_to_be_scrolled_sideways_at_320_pixels(fatima, send):
    page = fatima(viewport=SMALLEST)
    too_wide = {}
    for where in walked(page, send):
        # Neither the page nor a part of it.
        parts = page.evaluate(
            """() => [...document.querySelectorAll("html, main, main *")].filter((one) => {
              const { overflowX, display } = getComputedStyle(one);
              return one.scrollWidth > one.clientWidth + 1 && one.clientWidth
                && (one === document.documentElement || ["auto", "scroll"].includes(overflowX))
                && !["TEXTAREA", "INPUT", "SELECT"].includes(one.tagName) && display !== "inline";
            }).map((one) => `${one.tagName} ${one.className}`)"""
        )
        if parts:
            too_wide[where] = parts
        assert not barriers(page), where
    assert too_wide == {}


def test_the_way_to_use_a_case_is_not_below_all_of_it_on_a_small_screen(fatima):
    page = fatima(viewport=SMALLEST)
    page.goto("/desk/cases/bremer-platz")
    use = page.get_by_role("button", name="Use this case")
    expect(use).not_to_be_in_viewport()
    page.get_by_role("link", name="Use it in a workshop").click()
    expect(use).to_be_in_viewport()
