import json

import pytest

from workshop.library import Case, Mechanism, listing, load
from workshop.schema import Text

IDS = [
    "safer-leiria.municipal-game",
    "safer-leiria.local-group",
    "safer-leiria.public-dialogue",
    "safer-leiria.design-check",
    "safer-leiria.online-workshops",
    "insight-toolbox.emoji-mapping",
    "insight-toolbox.joint-walks",
    "insight-toolbox.clear-pictures",
    "insight-toolbox.spatial-inventory",
    "insight-toolbox.disorder-maps",
    "secure-neighbourhood.safety-forums",
    "secure-neighbourhood.prevention-sessions",
    "secure-neighbourhood.flexible-meetings",
    "secure-neighbourhood.service-coordination",
    "bremer-platz.wide-participation",
    "bremer-platz.joint-coordination",
    "bremer-platz.outreach",
    "bremer-platz.open-communication",
    "bremer-platz.three-zones",
]


def test_ids_that_answers_refer_to_never_change(library):
    ids = [mechanism.id for case in library.cases for mechanism in case.mechanisms]
    assert [known for known in ids if known in IDS] == IDS


def test_cases_come_in_the_order_of_the_booklet(library):
    orders = [case.order for case in library.cases]
    assert orders == sorted(orders)


def test_a_case_is_found_by_its_slug(library):
    case = library.case("bremer-platz")
    assert isinstance(case, Case)
    assert case.cities[0].in_() == "Münster"


def test_a_mechanism_and_its_case_are_found_by_the_mechanisms_id(library):
    mechanism = library.mechanism("safer-leiria.municipal-game")
    assert isinstance(mechanism, Mechanism)
    assert mechanism.category == "participatory-governance"
    assert library.case_of(mechanism.id).slug == "safer-leiria"


def test_a_pattern_is_found_by_the_id_a_mechanism_gives(library):
    mechanism = library.mechanism("bremer-platz.outreach")
    assert library.pattern(mechanism.pattern).title.in_() == "Trained people are on the spot"


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda library: library.case("atlantis"), "no case 'atlantis'"),
        (lambda library: library.mechanism("atlantis.dam"), "no mechanism 'atlantis.dam'"),
        (lambda library: library.case_of("atlantis.dam"), "no mechanism 'atlantis.dam'"),
        (lambda library: library.pattern("magic"), "no pattern 'magic'"),
    ],
)
def test_asking_for_what_is_not_there_says_so_in_words(library, ask, words):
    with pytest.raises(LookupError, match=words):
        ask(library)


def test_the_library_that_comes_along_is_read_once():
    assert load() is load()


def test_neither_library_nor_case_can_be_changed(library):
    with pytest.raises(AttributeError):
        library.cases = ()
    with pytest.raises(ValueError, match="frozen"):
        library.cases[0].order = 99
    with pytest.raises(TypeError):
        library.themes["nightlife"] = Text({"en": "Nights"})


def test_the_listing_holds_plain_data_and_nothing_else(library):
    rows = listing(library)
    assert json.loads(json.dumps(rows)) == rows
    leiria = next(row for row in rows if row["slug"] == "safer-leiria")
    assert {key: leiria[key] for key in leiria if key != "mechanisms"} == {
        "slug": "safer-leiria",
        "title": "Safer Leiria",
        "cities": ["Leiria"],
        "countries": ["PT"],
        "themes": ["mobility", "community-trust"],
        "priority_areas": ["public-spaces", "mobility"],
        "sensitive": False,
    }
    game = leiria["mechanisms"][0]
    assert set(game) == {"id", "category", "booklet_title", "title", "summary", "pattern"}
    assert game["id"] == "safer-leiria.municipal-game"
    assert type(game["summary"]) is str


def test_the_listing_speaks_another_language_where_it_can_and_english_elsewhere(library):
    warsaw = next(row for row in listing(library, "pl") if row["slug"] == "secure-neighbourhood")
    assert warsaw["cities"] == ["Warszawa"]
    assert warsaw["title"] == "Secure Neighbourhood"


def test_every_label_that_a_screen_shows_is_there(library):
    assert list(library.categories) == [
        "participatory-governance",
        "cross-sector-collaboration",
        "communication-awareness",
        "environment-design",
        "technological-integration",
    ]
    assert list(library.themes) == [
        "nightlife",
        "mass-events",
        "vulnerable-groups",
        "community-trust",
        "mobility",
    ]
    assert list(library.priority_areas) == ["public-spaces", "mobility", "mass-events"]
    labels = [*library.categories.values(), *library.themes.values()]
    assert all(label.in_("en") for label in [*labels, *library.priority_areas.values()])


def test_the_citation_names_all_authors_the_year_and_the_deliverable(library):
    assert library.citation.startswith("Woch M., Kamińska A., Dec B., Tuchowski D., Llop L., ")
    assert "García-Lepetit N., Ferrando M. (2026). Booklet of SIS Case Studies." in library.citation
    assert "CO-SECUR, Deliverable D2.2." in library.citation
    assert len(library.source.authors) == 25


def test_the_disclaimer_is_the_required_one_with_the_grant_agreement(library):
    assert library.disclaimer == (
        "Funded by the European Union. Views and opinions expressed are, however, those of the "
        "author(s) only and do not necessarily reflect those of the European Union or the "
        "European Commission. Neither the European Union nor the granting authority can be held "
        "responsible for them. Grant Agreement no. 101121325"
    )
    assert library.source.grant_agreement in library.disclaimer
