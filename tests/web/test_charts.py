"""What the pictures promise: every number in them is the number beside them."""

import re

import pytest

from workshop.web import charts

ORDER = ("challenge", "refine", "confirm")


def lit(svg):
    return svg.count("stone-lit"), svg.count("<rect")


@pytest.mark.parametrize(("done", "of"), [(0, 1), (1, 1), (3, 8), (23, 40), (41, 40), (187, 240)])
def test_there_is_a_stone_for_everybody_and_a_lit_one_for_each_answer(done, of):
    assert lit(charts.stones(done, of)) == (done, max(of, done))


def test_a_crowd_shares_its_stones():
    bright, number = lit(charts.stones(500, 1000))
    assert number <= charts.STONES
    assert bright == pytest.approx(number / 2, abs=1)


def test_one_more_answer_lights_one_more_stone_and_darkens_none():
    def which(done):
        names = re.findall(r'class="(stone[^"]*)"', charts.stones(done, 40))
        return {i for i, name in enumerate(names) if "lit" in name}

    for done in range(40):
        assert which(done) < which(done + 1)


def test_a_bar_says_its_numbers_and_bears_a_pattern_for_those_who_see_no_colour():
    counts = {"challenge": 5, "refine": 9, "confirm": 22, "unsure": 4}
    svg = charts.diverging(counts, ORDER, "Everybody: 22 of 40 yes")
    assert re.findall(r">(\d+)</text>", svg) == ["5", "9", "22"]
    assert svg.count("bar-stripes") == svg.count("bar-dots") == 1
    assert 'role="img" aria-label="Everybody: 22 of 40 yes"' in svg


def test_what_a_group_is_called_stays_words():
    assert "<script>" not in charts.diverging({}, ORDER, "<script>alert(1)</script>")
