"""Looking for cases, and what is not translated yet."""

import pytest

from workshop.library.browsing import Wish, find, fitting, numbers
from workshop.library.missing import gaps


def slugs(library, **wish):
    return [case.slug for case in find(library, Wish(**wish))]


def test_no_wish_finds_every_case_in_the_order_of_the_booklet(library):
    assert slugs(library) == [case.slug for case in library.cases]


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("theme", "nightlife"),
        ("country", "PL"),
        ("priority_area", "mobility"),
        ("category", "environment-design"),
        ("pattern", "services-in-step"),
    ],
)
def test_each_filter_keeps_its_cases_and_its_number_says_how_many(library, facet, value):
    found = slugs(library, **{facet: value})
    assert 0 < len(found) < 20
    assert numbers(library, Wish(), facet)[value] == len(found)


def test_filters_combine_and_the_numbers_of_one_heed_the_others(library):
    found = slugs(library, country="PL", theme="vulnerable-groups")
    assert set(found) == set(slugs(library, country="PL")) & set(
        slugs(library, theme="vulnerable-groups")
    )
    counted = numbers(library, Wish(country="PL", theme="nightlife"), "theme")
    assert counted["vulnerable-groups"] == len(found)


def test_category_and_pattern_have_to_meet_in_one_mechanism(library):
    case = library.case("pactesur")
    wish = Wish(category="participatory-governance", pattern="layout-for-safety")
    assert fitting(case, wish) == []
    assert "pactesur" not in slugs(library, category=wish.category, pattern=wish.pattern)
    assert "pactesur" in slugs(library, category="environment-design", pattern=wish.pattern)


def test_words_are_found_anywhere_whatever_their_case_and_accents(library):
    assert slugs(library, words="LIEGE drones") == ["pactesur"]
    assert slugs(library, words="αθηνα") == ["revert", "evaguide"]
    assert slugs(library, words="no-such-word-anywhere") == []


def test_a_part_of_an_actors_name_is_enough(library):
    assert "pactesur" in slugs(library, actor="municipal POLICE")
    assert slugs(library, actor="martians") == []


def test_a_case_that_is_here_already_cannot_be_replaced_by_extending(library):
    other = library.case("pactesur").model_copy(update={"slug": "other-place", "mechanisms": ()})
    more = library.extended([other, library.case("revert").model_copy(update={"order": 99})])
    assert len(more.cases) == 21
    assert more.own == {"other-place"}
    assert more.case("revert") == library.case("revert")


def test_a_pattern_that_is_no_longer_known_is_left_out_of_an_added_case(library):
    case = library.case("revert")
    first = case.mechanisms[0].model_copy(update={"pattern": "long-gone"})
    other = case.model_copy(
        update={"slug": "other-place", "mechanisms": (first, case.mechanisms[1])}
    )
    shown = library.extended([other]).case("other-place")
    assert [m.pattern for m in shown.mechanisms] == [None, case.mechanisms[1].pattern]


def test_what_a_language_lacks_is_listed_and_english_lacks_nothing(library):
    assert gaps(library, "en") == []
    found = gaps(library, "pl")
    missing = {(gap.place, gap.field) for gap in found}
    assert ("pactesur", "case_title") in missing
    assert ("pactesur.city-network", "summary") in missing
    assert ("secure-neighbourhood", "cities") not in missing  # Warszawa is there
    assert {gap.field for gap in found if gap.asked} == {"case_title", "title", "summary"}
    assert ("", "source", "disclaimer") in {(g.case, g.place, g.field) for g in found}
