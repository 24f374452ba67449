"""What the reviewed words owe to the people who read them and to the booklet they come from."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

from workshop.library import Library
from workshop.schema import Text

LONGEST_SHARED_RUN = 7


def flesch_reading_ease(text: str) -> float:
    """Return Flesch's 206.835 - 1.015 words/sentence - 84.6 syllables/word (Flesch 1948).

    Syllables are counted as groups of vowels, a silent final e left out.
    """
    words = re.findall(r"[A-Za-zÀ-ž]+(?:['’][a-z]+)?", text)
    sentences = len(re.findall(r"[.!?](?:\s|$)", text))
    syllables = 0
    for word in words:
        groups = len(re.findall(r"[aeiouyà-ž]+", word.lower()))
        silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$", word.lower())
        syllables += max(1, groups - bool(silent))
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def own_words(library: Library) -> Iterator[tuple[str, str]]:
    """Yield every English text that is ours, with where it stands; names and titles are not."""
    for case in library.cases:
        yield f"{case.slug} overview", case.overview.in_()
        yield f"{case.slug} why_it_matters", case.why_it_matters.in_()
        if case.help_note:
            yield f"{case.slug} help_note", case.help_note.in_()
        for mechanism in case.mechanisms:
            yield f"{mechanism.id} title", mechanism.title.in_()
            yield f"{mechanism.id} summary", mechanism.summary.in_()
            yield f"{mechanism.id} reported_effect", mechanism.reported_effect.in_()
    for pattern in library.patterns:
        yield f"{pattern.id} title", pattern.title.in_()
        yield f"{pattern.id} definition", pattern.definition.in_()


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower().replace("’", "'"))
    length = LONGEST_SHARED_RUN + 1
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def mechanisms(library):
    return [mechanism for case in library.cases for mechanism in case.mechanisms]


def test_flesch_tells_plain_words_from_office_words():
    assert flesch_reading_ease("The cat sat on the mat. It was glad.") > 90
    assert flesch_reading_ease("Institutional coordination facilitates participation.") < 0


def test_summaries_have_at_most_sixty_words(library):
    for mechanism in mechanisms(library):
        for language, words in mechanism.summary.root.items():
            assert len(words.split()) <= 60, (mechanism.id, language)


def test_summaries_are_plain_on_average(library):
    scores = [flesch_reading_ease(mechanism.summary.in_()) for mechanism in mechanisms(library)]
    assert mean(scores) >= 50


def test_no_sentence_of_a_summary_is_long(library):
    for mechanism in mechanisms(library):
        for sentence in re.split(r"(?<=[.!?])\s+", mechanism.summary.in_()):
            assert len(sentence.split()) <= 28, (mechanism.id, sentence)


def test_effects_are_said_to_be_reported(library):
    for mechanism in mechanisms(library):
        assert "reports" in mechanism.reported_effect.in_(), mechanism.id


@pytest.mark.parametrize("boast", ["proven", "guarantee", "best practice", "success factor"])
def test_nothing_is_oversold(library, boast):
    assert not [place for place, words in own_words(library) if boast in words.lower()]


def test_what_the_booklet_does_not_say_is_marked_as_derived(library):
    assert all("priority_areas" in case.derived for case in library.cases)
    assert all(pattern.derived for pattern in library.patterns)


def test_every_pattern_is_used(library):
    used = {mechanism.pattern for mechanism in mechanisms(library)}
    assert {pattern.id for pattern in library.patterns} <= used


def test_every_text_is_english_first(library):
    texts = [case.title for case in library.cases]
    assert all(isinstance(text, Text) and text.in_().language == "en" for text in texts)


def test_titles_fit_on_one_or_two_lines_of_a_phone(library):
    assert all(len(mechanism.title.in_()) <= 60 for mechanism in mechanisms(library))


BOOKLET = os.environ.get("WORKSHOP_BOOKLET_TEXT")


def booklet_text():
    """The booklet as it reads: without marks of emphasis and without hyphens left by line ends."""
    text = re.sub(r"\s+", " ", Path(BOOKLET).read_text("utf-8").replace("**", ""))
    return text.replace("on- board", "on-board")


@pytest.mark.skipif(not BOOKLET, reason="WORKSHOP_BOOKLET_TEXT names no text of the booklet")
def test_no_text_shares_eight_words_in_a_row_with_the_booklet(library):
    booklet = runs(booklet_text())
    shared = {
        (place, " ".join(run))
        for place, words in own_words(library)
        for run in runs(words) & booklet
    }
    assert not shared


@pytest.mark.skipif(not BOOKLET, reason="WORKSHOP_BOOKLET_TEXT names no text of the booklet")
def test_the_booklets_own_titles_stand_in_the_booklet(library):
    booklet = booklet_text()
    for mechanism in mechanisms(library):
        assert mechanism.booklet_title in booklet, mechanism.id
