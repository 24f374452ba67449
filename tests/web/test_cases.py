"""Looking through the cases, reading one, and putting it to a room."""

import re

import pytest

from workshop.models import Workshop


def titles(page):
    return re.findall(r'<h2><a href="/desk/cases/([^"]+)">', page)


def test_every_filter_offers_its_choices_with_their_numbers(sign_in):
    page = sign_in().get("/desk/cases").text
    assert "20 cases." in page
    assert len(titles(page)) == 20
    for words in ("Spain (0)", "Poland (", "Nightlife (", "Using technology (", "Services act in"):
        assert words in page
    for code in ("ES", "BE", "FI", "DE", "PT", "RO", "PL", "GR", "LT"):
        assert f'<option value="{code}" >' in page
    assert '<option value="Police">3 cases</option>' in page


def test_filters_combine_and_say_what_was_asked_for(sign_in):
    client = sign_in()
    page = client.get("/desk/cases?country=PL&theme=vulnerable-groups&words=bridge").text
    assert titles(page) == ["dont-give-up-on-life"]
    said = "1 case about “Vulnerable groups and inclusion”, from Poland, with the words “bridge”."
    assert said in page
    assert 'href="/desk/cases?theme=vulnerable-groups&amp;words=bridge#found"' in page
    assert '<option value="PL" selected>' in page
    assert 'value="bridge"' in page


def test_a_filter_on_mechanisms_names_those_that_fit(sign_in):
    page = sign_in().get("/desk/cases?category=environment-design").text
    assert "1 of 5 mechanisms" in page
    assert "Barriers that can be taken away again" in page


def test_there_is_no_case_from_spain_and_the_page_says_so(sign_in):
    client = sign_in()
    page = client.get("/desk/cases?country=ES").text
    assert "There is no case from Spain yet" in page
    page = client.get("/desk/cases?country=ES&words=unicorn").text
    assert "There is no case from Spain, with the words “unicorn” yet." in page


@pytest.mark.parametrize("query", ["theme=weather", "country=XX", "pattern=%00", "nothing=1"])
def test_a_choice_that_nobody_offers_asks_for_nothing(sign_in, query):
    assert len(titles(sign_in().get(f"/desk/cases?{query}").text)) == 20


def test_what_was_looked_for_is_shown_as_text(sign_in):
    page = sign_in().get('/desk/cases?words=<script>x</script>&actor="><img>').text
    assert "<script>x" not in page
    assert "<img>" not in page


def test_a_case_shows_all_its_fields_with_help_note_patterns_and_source(sign_in, app):
    page = sign_in().get("/desk/cases/pactesur").text
    library = app.extensions["workshop"].casebook.base
    case = library.case("pactesur")
    for words in (
        "Nice", "Mass events and crowds", "public spaces", "City of Nice", "Research organisations",
        "protection from terrorist attacks", "Why it matters", "Keywords: workshops",
        "PACTESUR: Protecting Allied Cities", "Deliverable D2.2", "101121325",
        "Our reading, not stated in the source: priority areas, cities.",
    ):  # fmt: skip
        assert words.casefold() in page.casefold(), words
    for mechanism in case.mechanisms:
        assert f'href="/desk/cases/patterns/{mechanism.pattern}"' in page
        assert mechanism.title.in_() in page
        assert mechanism.booklet_title.replace("’", "’") in page


def test_a_pattern_says_that_it_is_derived_and_shows_its_mechanisms_across_cases(sign_in):
    client = sign_in()
    page = client.get("/desk/cases/patterns/services-in-step").text
    assert "Services act in step" in page
    assert "derived" in page
    assert len(set(re.findall(r'href="/desk/cases/([a-z-]+)">', page))) >= 2
    assert "101121325" in page
    assert client.get("/desk/cases/patterns/nothing").status_code == 404


def test_using_a_case_leads_to_a_set_up_form_with_its_mechanisms_ticked(
    db, sign_in, create_workshop
):
    workshop = create_workshop(state="draft", title={"en": "Our workshop"})
    create_workshop(state="ended", title={"en": "Long over"})
    create_workshop(owner="someone@else.example", title={"en": "Not mine"})
    client = sign_in()
    page = client.get("/desk/cases/safer-leiria").text
    assert "Our workshop" in page
    assert "Long over" not in page
    assert "Not mine" not in page
    kind = re.search(r'name="kind" value="([^"]+)"', page)[1]
    answer = client.post(
        "/desk/cases/safer-leiria/use", data={"kind": kind, "workshop": workshop.id}
    )
    assert answer.status_code == 303
    form = client.get(answer.headers["Location"]).text
    ticked = re.findall(r'name="mechanism" value="([^"]+)" checked', form)
    assert len(ticked) == 5
    assert {name.split(".")[0] for name in ticked} == {"safer-leiria"}


def test_a_new_workshop_is_made_for_a_case_where_there_is_none(db, sign_in):
    client = sign_in()
    answer = client.post("/desk/cases/safer-leiria/use", data={"kind": "reactions", "workshop": ""})
    with db.reading() as session:
        (workshop,) = session.query(Workshop).all()
    assert workshop.title == {"en": "Workshop: Safer Leiria"}
    assert workshop.id in answer.headers["Location"]
    data = {"title.en": "Leiria", "mechanism": "safer-leiria.local-group", "stem": "here"}
    assert client.post(answer.headers["Location"], data=data).status_code == 303


def test_a_case_cannot_be_used_in_a_strangers_workshop_or_in_a_way_that_is_not(
    sign_in, create_workshop
):
    stranger = create_workshop(owner="someone@else.example")
    client = sign_in()
    data = {"kind": "reactions", "workshop": stranger.id}
    assert client.post("/desk/cases/revert/use", data=data).status_code == 404
    assert client.post("/desk/cases/revert/use", data={"kind": "magic"}).status_code == 422
    assert client.post("/desk/cases/nothing/use", data=data).status_code == 404


def test_a_case_named_in_the_address_that_is_unknown_ticks_nothing(sign_in, create_workshop):
    workshop = create_workshop(state="draft")
    page = sign_in().get(f"/desk/{workshop.id}/activities/new/reactions?case=nowhere")
    assert page.status_code == 200
    assert 'name="mechanism" value="safer-leiria.local-group" >' in page.text


def test_what_is_missing_in_a_language_is_listed_and_counted(sign_in):
    client = sign_in()
    assert "are missing in" not in client.get("/desk/cases/missing").text
    page = client.get("/desk/cases/missing?language=de").text
    assert "texts are missing in Deutsch; participants read" in page
    assert "pactesur.city-network" in page
    assert "Nothing is missing in English." in client.get("/desk/cases/missing?language=en").text
    assert client.get("/desk/cases/missing?language=xx").status_code == 200


def test_strangers_are_sent_to_sign_in(client):
    for path in ("cases", "cases/new", "cases/import", "cases/missing", "cases/export/own.csv"):
        assert "/sign-in" in client.get(f"/desk/{path}").headers["Location"]
