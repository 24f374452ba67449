"""Two wordings side by side."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, settings
from hypothesis import given as cases
from hypothesis import strategies as st

from workshop.statistics.words import differences


def changed(original, proposed):
    found = differences(original, proposed)
    return (
        [text for kind, text in found.original if kind == "removed"],
        [text for kind, text in found.proposed if kind == "added"],
    )


def test_what_is_removed_and_what_is_added_stands_on_its_own_side():
    found = differences("Residents meet every month.", "Residents meet the police every week.")
    assert found.original == [
        ("same", "Residents meet every "), ("removed", "month"), ("same", "."),
    ]  # fmt: skip
    assert found.proposed == [
        ("same", "Residents meet "), ("added", "the police"), ("same", " every "),
        ("added", "week"), ("same", "."),
    ]  # fmt: skip


def test_neighbouring_changes_are_one_piece_with_the_space_between_them():
    assert changed("Stewards calm conflicts early", "Trained volunteers calm conflicts") == (
        ["Stewards", "early"],
        ["Trained volunteers"],
    )


def test_a_comma_in_common_does_not_split_a_change():
    assert changed("Light, paths", "Police, shops") == (["Light, paths"], ["Police, shops"])


def test_a_new_comma_is_the_only_difference():
    assert changed("Only if, at night, it is open", "Only if at night, it is open") == ([","], [])


@pytest.mark.parametrize(
    ("original", "proposed", "removed", "added"),
    [
        ("Lights at night", "Lights at dawn", "night", "dawn"),
        ("La gente del barrio está", "La gente del barrio estará", "está", "estará"),
        ("D'accord avec l'école", "D'accord avec l'élève", "l'école", "l'élève"),
        ("Eén auto's vrij plein", "Eén foto's vrij plein", "auto's", "foto's"),
        ("Yöllä läsnä oleva väki", "Päivällä läsnä oleva väki", "Yöllä", "Päivällä"),
        ("Größere Straßen", "Größere Plätze", "Straßen", "Plätze"),
        ("Não há iluminação", "Não há segurança", "iluminação", "segurança"),
        ("Poliția și vecinii", "Poliția și școala", "vecinii", "școala"),
        ("Wieczór jest żółty", "Wieczór jest łagodny", "żółty", "łagodny"),
        ("Η γειτονιά τη νύχτα", "Η γειτονιά την ημέρα", "τη νύχτα", "την ημέρα"),
        ("Naktį šviesu ir ąžuolas", "Naktį šviesu ir žmonės", "ąžuolas", "žmonės"),
    ],
)
def test_words_stay_whole_in_every_language(original, proposed, removed, added):
    assert changed(original, proposed) == ([removed], [added])
    apart = [unicodedata.normalize("NFD", text) for text in (original, proposed)]
    assert changed(*apart) == (
        [unicodedata.normalize("NFD", removed)],
        [unicodedata.normalize("NFD", added)],
    )


def test_numbers_stay_whole():
    assert changed("costs 3,5 million", "costs 3,8 million") == (["3,5"], ["3,8"])


@pytest.mark.parametrize(
    ("original", "proposed"),
    [
        ("It's open", "It’s open"),
        ("café", "cafe\u0301"),
        ("Vraiment ?", "Vraiment\u00a0?"),
        ("two  spaces\nand a line", "two spaces and a line"),
        ("e-mail", "e\u2011mail"),
    ],
)
def test_what_a_keyboard_does_by_itself_is_no_difference(original, proposed):
    assert changed(original, proposed) == ([], [])


def test_empty_texts_have_no_pieces():
    assert differences("", "") == ([], [])
    assert differences("", "All new") == ([], [("added", "All new")])
    assert differences("All gone", "") == ([("removed", "All gone")], [])


texts = st.text(st.sampled_from("aAbß é,.!’'-\n1🙂\u0301"), max_size=60) | st.text(max_size=40)


@settings(deadline=None)
@cases(texts, texts)
@example("a!" * 500, "a!" * 400 + "b?" * 100)
@example("a b " * 250, "b " * 500)
@example(" ", "")
def test_each_side_is_the_text_in_alternating_pieces(original, proposed):
    for text, pieces, change in zip(
        (original, proposed), differences(original, proposed), ("removed", "added"), strict=True
    ):
        assert "".join(piece for _, piece in pieces) == text
        kinds = [kind for kind, _ in pieces]
        assert set(kinds) <= {"same", change}
        assert all(one != next_ for one, next_ in pairwise(kinds))
        assert all(piece == piece.strip() for kind, piece in pieces if kind == change)


@cases(texts)
def test_a_text_is_the_same_as_itself(text):
    assert changed(text, text) == ([], [])


def test_words_that_come_back_often_count_in_long_texts_too():
    often = " ".join(f"word{i % 10}" for i in range(250))
    assert changed(f"Old {often}", f"New {often}") == (["Old"], ["New"])


def test_texts_that_only_repeat_few_words_are_compared_from_both_ends():
    """The longest run in common is in the middle; finding it would take a second or more."""
    assert changed("start " + "x y " * 240 + "end", "start b " + "x y " * 240 + "c end") == (
        [("x y " * 240).strip()],
        ["b " + "x y " * 240 + "c"],
    )
    assert changed("no no no " * 100, "no no no " * 99) == ([("no " * 3).strip()], [])
