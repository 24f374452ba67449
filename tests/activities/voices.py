"""Answers of a small cast to two mechanisms, as a tally is given them."""

from datetime import UTC, datetime

from workshop.activities import kind_named
from workshop.activities.base import Given
from workshop.activities.reactions.schema import Guess

KIND = kind_named("reactions")
SETTINGS = KIND.Settings.model_validate(
    {
        "mechanisms": [
            {"id": "lights", "title": {"en": "Lights"}, "text": {"en": "More light."}},
            {"id": "walks", "title": {"en": "Walks"}},
        ],
        "guess": ("police", "ngo"),
    }
)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OF_ANSWER = ("text", "already", "reasons", "manner", "conditions")


def say(respondent, group, reaction="confirm", item="lights", round_=1, **kwargs):
    """One reaction; what belongs to the answer and what is known about it go by name."""
    answer = {name: kwargs.pop(name) for name in OF_ANSWER if name in kwargs}
    return _given(
        respondent, group, round_, KIND.Answer(item=item, reaction=reaction, **answer), kwargs
    )


def guess(respondent, group, about, of_ten, item="lights", round_=1, **kwargs):
    """One guess: so many of ten of another group confirm."""
    answer = Guess(guesses=item, about=about, of_ten=of_ten)
    return _given(respondent, group, round_, answer, kwargs)


def people(group, n, reaction="confirm", start=0, **kwargs):
    return [say(f"{group}{i}", group, reaction, **kwargs) for i in range(start, start + n)]


def _given(respondent, group, round_, answer, known):
    known = {"at": NOON, "origin": "phone", "approved": False, "response": respondent, **known}
    return Given(
        respondent=respondent,
        group=group,
        sub_role=None,
        table=known.pop("table", None),
        round=round_,
        answer=answer,
        **known,
    )
