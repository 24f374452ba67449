"""The guides: each can be read, and each agenda makes a workshop."""

import pytest

from workshop import guides, library
from workshop.activities import kind_named, kinds
from workshop.guides import GuideError
from workshop.live import plan

EVERY = [pytest.param(guide, id=guide.slug) for guide in guides.load()]
FRONT = "---\ntitle: A\nsummary: B\nminutes: 5\n---\n"


def written(folder, text):
    path = folder / "a-guide.md"
    path.write_text(text, "utf-8")
    return path


def test_the_three_that_a_newcomer_needs_come_first():
    slugs = [guide.slug for guide in guides.load()]
    assert slugs[:3] == ["your-first-workshop", "reactions", "preparing-the-room"]


def test_every_kind_of_activity_has_a_guide_of_its_own():
    assert set(kinds()) <= {guide.slug for guide in guides.load()}


@pytest.mark.parametrize("guide", EVERY)
def test_each_agenda_names_what_exists_and_fits_its_minutes(guide):
    material = library.load()
    for entry in guide.agenda:
        planned = plan.ActivityPlan.model_validate(entry.model_dump())
        settings = plan.checked_settings(planned, material)
        asked = kind_named(entry.kind).items(kind_named(entry.kind).Settings(**settings))
        assert all(item.title and item.text for item in asked)
    if guide.agenda:
        assert sum(entry.minutes for entry in guide.agenda) == guide.minutes


@pytest.mark.parametrize("guide", EVERY)
def test_links_of_a_guide_lead_to_pages_of_the_desk(guide, client, create_account, sign_in):
    sign_in(create_account())
    for piece in guide.html.split('href="')[1:]:
        address = piece.split('"')[0]
        assert address.startswith("/desk/"), address
        assert client.get(address).status_code == 200, address


def test_markup_and_images_and_script_addresses_stay_text(tmp_path):
    guide = guides.read(
        written(
            tmp_path,
            FRONT + "<script>alert(1)</script>\n\n![x](http://a.example/x.png)\n\n"
            "[y](javascript:alert(1)) **bold**",
        )
    )
    assert "<script" not in guide.html
    assert "<img" not in guide.html
    assert "href" not in guide.html.replace('<a href="http://a.example/x.png">', "")
    assert "<strong>bold</strong>" in guide.html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no front matter", "begins with no front matter"),
        ("---\ntitle: [\n---\nx", "is no YAML"),
        ("---\n- a\n---\nx", "holds no fields"),
        ("---\ntitle: A\n---\nx", "summary: Field required"),
        (FRONT.replace("minutes: 5", "minutes: soon"), "minutes"),
        (FRONT.replace("minutes: 5", "minutes: 5\ncolour: red"), "colour"),
    ],
)
def test_a_guide_that_cannot_be_used_is_refused_by_name(tmp_path, text, words):
    with pytest.raises(GuideError, match=words) as problem:
        guides.read(written(tmp_path, text))
    assert "a-guide.md" in str(problem.value)
