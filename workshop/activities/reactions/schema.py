"""What a facilitator sets up and what a participant answers."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from workshop.schema import Schema, Text, Words

REACTIONS = ("confirm", "challenge", "refine", "unsure")
Reaction = Literal["confirm", "challenge", "refine", "unsure"]
LONGEST = 1000
MOST_MECHANISMS = 40


class Mechanism(Schema):
    """A working mechanism that is put to the room; texts may come from the library by id."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
    title: Text = Text({})
    text: Text = Text({})
    category: str = ""
    case: Text = Text({})


class ReactionsSettings(Schema):
    """Which mechanisms, and what confirming one means.

    `stem` is "here" (would this help here?) or "case" (is this what happens
    there?). Answers to the two are never pooled.
    """

    stem: Literal["here", "case"] = "here"
    mechanisms: Annotated[tuple[Mechanism, ...], Field(min_length=1, max_length=MOST_MECHANISMS)]

    @field_validator("mechanisms")
    @classmethod
    def _each_once(cls, mechanisms: tuple[Mechanism, ...]) -> tuple[Mechanism, ...]:
        ids = [m.id for m in mechanisms]
        doubled = sorted({i for i in ids if ids.count(i) > 1})
        if doubled:
            raise ValueError(f"the same mechanism is asked twice: {', '.join(doubled)}")
        return mechanisms


class ReactionsAnswer(Schema):
    """One participant's reaction to one mechanism."""

    item: Annotated[str, Field(max_length=80)]
    reaction: Reaction
    text: Words = ""

    @field_validator("reaction", mode="before")
    @classmethod
    def _known(cls, reaction: object) -> object:
        if reaction == "":
            raise ValueError("choose an answer to go with your words")
        if reaction not in REACTIONS:
            raise ValueError(f"choose one of {', '.join(REACTIONS)}")
        return reaction

    @field_validator("text")
    @classmethod
    def _not_too_long(cls, text: str) -> str:
        if len(text) > LONGEST:
            raise ValueError(
                f"your text has {len(text)} characters; please keep it under {LONGEST}"
            )
        return text
