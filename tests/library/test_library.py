import json

import pytest

from workshop.library import Case, Mechanism, listing, load
from workshop.schema import Text

IDS = [
    "brussels-by-night.joint-operations",
    "brussels-by-night.street-mediators",
    "brussels-by-night.tidy-streets",
    "brussels-by-night.clear-messages",
    "brussels-by-night.venues-residents",
    "nightlife-coordination-office.shared-roadmap",
    "nightlife-coordination-office.two-roles",
    "nightlife-coordination-office.awareness-training",
    "nightlife-coordination-office.mediation",
    "nightlife-coordination-office.mein-schlossplatz",
    "nightlife-mayor.mediation",
    "nightlife-mayor.awareness-alliance",
    "nightlife-mayor.positive-messages",
    "nightlife-mayor.culture-funding",
    "nightlife-mayor.safe-events",
    "safer-leiria.municipal-game",
    "safer-leiria.local-group",
    "safer-leiria.public-dialogue",
    "safer-leiria.design-check",
    "safer-leiria.online-workshops",
    "security-threat-map.anonymous-reports",
    "security-threat-map.passed-on",
    "security-threat-map.habit-of-reporting",
    "security-threat-map.hotspots",
    "security-threat-map.better-with-feedback",
    "secur-ed.joint-procedures",
    "secur-ed.lasting-brigade",
    "secur-ed.risk-hotspots",
    "secur-ed.staff-training",
    "secur-ed.live-video",
    "revert.drivers-and-migrants",
    "revert.shared-activities",
    "revert.training-and-posters",
    "revert.on-board-presence",
    "revert.online-reporting",
    "polandrock.joint-operations",
    "polandrock.local-people",
    "polandrock.safe-layout",
    "polandrock.peaceful-patrol",
    "polandrock.young-guests",
    "pactesur.talks-with-citizens",
    "pactesur.city-network",
    "pactesur.open-about-technology",
    "pactesur.removable-barriers",
    "pactesur.technology-toolbox",
    "evaguide.user-feedback",
    "evaguide.joint-testing",
    "evaguide.training-clear-signs",
    "evaguide.real-drills",
    "evaguide.changing-routes",
    "electric-castle.angel-shot",
    "electric-castle.safety-partners",
    "electric-castle.visible-messages",
    "electric-castle.g-info-spot",
    "electric-castle.trained-staff",
    "insight-toolbox.emoji-mapping",
    "insight-toolbox.joint-walks",
    "insight-toolbox.clear-pictures",
    "insight-toolbox.spatial-inventory",
    "insight-toolbox.disorder-maps",
    "secure-neighbourhood.safety-forums",
    "secure-neighbourhood.prevention-sessions",
    "secure-neighbourhood.flexible-meetings",
    "secure-neighbourhood.service-coordination",
    "steps-for-future-refugees.families-asked",
    "steps-for-future-refugees.ngo-network",
    "steps-for-future-refugees.first-aid-training",
    "steps-for-future-refugees.life-skills",
    "steps-for-future-refugees.safe-zones",
    "dont-give-up-on-life.civic-budget",
    "dont-give-up-on-life.plaques",
    "dont-give-up-on-life.expert-team",
    "dont-give-up-on-life.cameras-hotline",
    "dont-give-up-on-life.lasting-procedures",
    "forssa-dialogue.mediation",
    "forssa-dialogue.crisis-coordination",
    "forssa-dialogue.youth-projects",
    "forssa-dialogue.newcomers-included",
    "forssa-dialogue.regular-updates",
    "anchor.families",
    "anchor.joint-team",
    "anchor.motivating-talks",
    "anchor.social-surroundings",
    "anchor.shared-records",
    "bremer-platz.wide-participation",
    "bremer-platz.joint-coordination",
    "bremer-platz.outreach",
    "bremer-platz.open-communication",
    "bremer-platz.three-zones",
    "young-police-supporters.youth-volunteers",
    "young-police-supporters.police-school-family",
    "young-police-supporters.peer-education",
    "young-police-supporters.cadet-camp",
    "young-police-supporters.rules-and-mentors",
    "steps-for-future-arad.own-topics",
    "steps-for-future-arad.joint-support",
    "steps-for-future-arad.feelings-and-conflicts",
    "steps-for-future-arad.self-confidence",
    "steps-for-future-arad.safe-setting",
]


def test_ids_that_answers_refer_to_never_change(library):
    ids = [mechanism.id for case in library.cases for mechanism in case.mechanisms]
    assert ids[: len(IDS)] == IDS


def test_the_booklets_twenty_cases_with_their_ninety_nine_mechanisms_are_there(library):
    booklet = [case for case in library.cases if case.order <= 20]
    assert [case.order for case in booklet] == list(range(1, 21))
    assert sum(len(case.mechanisms) for case in booklet) == 99


def test_a_pattern_joins_mechanisms_of_different_cases(library):
    for pattern in library.patterns:
        cases = {
            case.slug
            for case in library.cases
            for mechanism in case.mechanisms
            if mechanism.pattern == pattern.id
        }
        assert len(cases) >= 2, pattern.id


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
