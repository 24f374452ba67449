import re
import subprocess
import sys

import pytest

from workshop.library import LibraryError, load

LEIRIA = "cases/safer-leiria.yaml"


def refused(folder, *words):
    with pytest.raises(LibraryError, match=".*".join(re.escape(word) for word in words)):
        load(folder)


def test_a_copy_of_the_library_reads_the_same(folder):
    assert load(folder).cases == load().cases


def test_an_unknown_category_is_refused(change):
    folder = change(LEIRIA, "category: participatory-governance", "category: magic")
    refused(folder, LEIRIA, "mechanisms / 0 / category", "participatory-governance")


def test_an_unknown_theme_is_refused(change):
    refused(change(LEIRIA, "themes: [mobility", "themes: [weather"), LEIRIA, "themes / 0")


def test_an_unknown_priority_area_is_refused(change):
    folder = change(LEIRIA, "priority_areas: [public-spaces", "priority_areas: [sea")
    refused(folder, LEIRIA, "priority_areas / 0")


def test_an_unknown_pattern_is_refused_with_the_mechanism_that_names_it(change):
    folder = change(LEIRIA, "pattern: learn-by-playing", "pattern: magic")
    refused(folder, LEIRIA, "safer-leiria.municipal-game / pattern", "'magic'")


def test_a_mechanism_may_belong_to_no_pattern_but_must_say_so(change):
    folder = change(LEIRIA, "pattern: learn-by-playing", "pattern: null")
    assert load(folder).mechanism("safer-leiria.municipal-game").pattern is None
    refused(change(LEIRIA, "    pattern: null\n", ""), LEIRIA, "mechanisms / 0 / pattern")


@pytest.mark.parametrize("country", ["Portugal", "pt", "PRT"])
def test_a_country_that_is_no_two_letter_code_is_refused(change, country):
    refused(change(LEIRIA, "[PT]", f"[{country}]"), LEIRIA, "countries / 0")


def test_greece_is_gr_as_in_iso_3166_and_not_el(change):
    refused(change(LEIRIA, "[PT]", "[EL]"), LEIRIA, "countries / 0", "use GR")


def test_norway_is_a_country_and_not_a_no(change):
    assert load(change(LEIRIA, "[PT]", "[NO]")).case("safer-leiria").countries == ("NO",)


def test_a_case_may_have_no_country_and_no_city(change):
    change(LEIRIA, "countries: [PT]", "countries: []")
    folder = change(LEIRIA, "cities:\n  - en: Leiria\n", "cities: []\n")
    case = load(folder).case("safer-leiria")
    assert (case.countries, case.cities) == ((), ())


def test_a_summary_of_sixty_words_passes_and_of_sixty_one_does_not(change):
    old = load().mechanism("safer-leiria.municipal-game").summary.in_()[:20]
    words = len(load().mechanism("safer-leiria.municipal-game").summary.in_().split())
    load(change(LEIRIA, old, "more " * (60 - words) + old))
    refused(change(LEIRIA, old, "more " + old), LEIRIA, "mechanisms / 0 / summary", "61 words")


@pytest.mark.parametrize(
    "line",
    [
        "order: 4\n",
        "sensitive: false\n",
        "countries: [PT]\n",
        "themes: [mobility, community-trust]\n",
    ],
)
def test_a_missing_field_is_named(change, line):
    refused(change(LEIRIA, line, ""), LEIRIA, line.split(":")[0], "Field required")


def test_an_unknown_field_is_named(change):
    refused(change(LEIRIA, "order: 4", "order: 4\nodrer: 5"), LEIRIA, "odrer")


def test_a_text_without_english_is_refused(change):
    folder = change(LEIRIA, "title:\n  en: Safer", "title:\n  pt: Safer")
    refused(folder, LEIRIA, "title", "English")


def test_an_empty_text_counts_as_missing(change):
    refused(change(LEIRIA, "en: Safer Leiria", 'en: " "'), LEIRIA, "title", "English")


def test_an_unknown_language_is_refused(change):
    folder = change(LEIRIA, "title:\n  en: Safer", "title:\n  xx: Hi\n  en: Safer")
    refused(folder, LEIRIA, "title", "unknown language xx")


def test_a_mechanism_listed_twice_is_refused(change):
    folder = change(LEIRIA, "id: safer-leiria.local-group", "id: safer-leiria.municipal-game")
    refused(folder, LEIRIA, "'safer-leiria.municipal-game' is there twice")


def test_a_mechanism_carries_the_slug_of_its_case(change):
    folder = change(LEIRIA, "id: safer-leiria.local-group", "id: bremer-platz.outreach")
    refused(folder, LEIRIA, "'bremer-platz.outreach' does not begin with 'safer-leiria.'")


def test_a_mechanism_id_with_spaces_is_refused(change):
    folder = change(LEIRIA, "id: safer-leiria.local-group", "id: safer-leiria.local group")
    refused(folder, LEIRIA, "mechanisms / 1 / id")


def test_two_cases_in_the_same_place_are_refused(change):
    refused(change(LEIRIA, "order: 4", "order: 18"), LEIRIA, "order: bremer-platz has 18")


def test_a_pattern_listed_twice_is_refused(change):
    folder = change("patterns.yaml", "id: learn-by-playing", "id: ask-those-affected")
    refused(folder, "patterns.yaml", "'ask-those-affected' is there twice")


def test_a_field_written_twice_is_refused(change):
    refused(
        change(LEIRIA, "order: 4", "order: 4\norder: 5"), LEIRIA, "line 2", 'duplicate key "order"'
    )


def test_a_help_note_belongs_to_a_sensitive_case(change):
    note = "sensitive: true\nhelp_note:\n  en: Someone to talk to."
    folder = change(LEIRIA, "sensitive: false", note)
    assert load(folder).case("safer-leiria").help_note.in_() == "Someone to talk to."
    refused(change(LEIRIA, "sensitive: true", "sensitive: false"), LEIRIA, "help_note")


def test_a_sensitive_case_may_go_without_a_help_note(change):
    folder = change(LEIRIA, "sensitive: false", "sensitive: true")
    assert load(folder).case("safer-leiria").help_note is None


def test_a_label_that_is_missing_is_named(change):
    folder = change("labels.yaml", "  nightlife:\n    en: Nightlife\n", "")
    refused(folder, "labels.yaml", "themes has no label for nightlife")


def test_a_label_for_what_nobody_knows_is_refused(change):
    folder = change("labels.yaml", "  nightlife:\n", "  weather:\n    en: Weather\n  nightlife:\n")
    refused(folder, "labels.yaml", "themes knows no weather")


def test_a_source_without_disclaimer_is_refused(change):
    refused(change("source.yaml", "disclaimer:", "small_print:"), "source.yaml", "disclaimer")


@pytest.mark.parametrize("name", ["patterns.yaml", "labels.yaml", "source.yaml"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    refused(folder, name, "missing")


def test_a_library_without_cases_is_refused(folder):
    for path in (folder / "cases").iterdir():
        path.unlink()
    refused(folder, "there is no case")


@pytest.mark.parametrize("words", ["order: [4", "- 1\n- 2\n", ""])
def test_a_file_that_is_no_yaml_mapping_is_named(folder, words):
    (folder / LEIRIA).write_text(words, "utf-8")
    refused(folder, LEIRIA)


def test_a_file_that_is_not_utf_8_is_named(folder):
    (folder / LEIRIA).write_bytes("title: Münster".encode("latin-1"))
    refused(folder, LEIRIA)


def test_the_library_needs_neither_flask_nor_sqlalchemy_nor_the_rest_of_ours():
    script = (
        "import sys, workshop.library as library; library.load(); "
        "ours = {m for m in sys.modules if m.startswith('workshop.')}; "
        "print(*sorted(m for m in ours if not m.startswith('workshop.library')), "
        "*sorted({'flask', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["workshop.schema"]
