"""What a facilitator sets up and what a participant answers."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from workshop.schema import Schema, Text, Words

REACTIONS = ("confirm", "challenge", "refine", "unsure")
Reaction = Literal["confirm", "challenge", "refine", "unsure"]
REASONS = {
    "here": ("cost", "people", "rights", "acceptance", "displacement", "tried", "fit"),
    "case": ("never", "partly", "formerly", "some"),
}
"""Why not, by stem: countable across languages, beside the words."""
CONDITIONS = ("who", "where", "when", "cost", "rights", "tried")
"""What a condition is about; `rights` is rights and oversight, `tried` what was tried already."""
LONGEST = 1000
MOST_MECHANISMS = 40
OF = 10
"""Guesses say how many of ten."""
GUESS = "guess:"
"""What the slot of a guess begins with; no id of a mechanism holds a colon."""


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
    there?). Answers to the two are never pooled. `guess` names two stakeholder
    groups, each of which guesses what the other said; everybody else guesses
    the first. `travelling`: who has answered sees how other rooms put it.
    """

    stem: Literal["here", "case"] = "here"
    mechanisms: Annotated[tuple[Mechanism, ...], Field(min_length=1, max_length=MOST_MECHANISMS)]
    guess: Annotated[tuple[str, ...], Field(max_length=2)] = ()
    travelling: bool = True

    @field_validator("mechanisms")
    @classmethod
    def _each_once(cls, mechanisms: tuple[Mechanism, ...]) -> tuple[Mechanism, ...]:
        ids = [m.id for m in mechanisms]
        doubled = sorted({i for i in ids if ids.count(i) > 1})
        if doubled:
            raise ValueError(f"the same mechanism is asked twice: {', '.join(doubled)}")
        return mechanisms

    @field_validator("guess")
    @classmethod
    def _of_each_other(cls, guess: tuple[str, ...]) -> tuple[str, ...]:
        if guess and len(set(guess)) != 2:
            raise ValueError("choose two different stakeholder groups that guess each other")
        return guess


class ReactionsAnswer(Schema):
    """One participant's reaction to one mechanism.

    `reasons` go with a challenge, `manner` and `conditions` with a refinement;
    `already`: we do this here already, whatever the reaction.
    """

    item: Annotated[str, Field(max_length=80)]
    reaction: Reaction
    text: Words = ""
    already: bool = False
    reasons: tuple[str, ...] = ()
    manner: Literal["rewording", "condition"] | None = None
    conditions: tuple[Literal["who", "where", "when", "cost", "rights", "tried"], ...] = ()

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

    @field_validator("reasons", "conditions")
    @classmethod
    def _each_once(cls, chosen: tuple[str, ...]) -> tuple[str, ...]:
        # In one order, so that the same choice is the same answer.
        return tuple(sorted(set(chosen)))

    @model_validator(mode="after")
    def _belongs_together(self) -> "ReactionsAnswer":
        if self.reasons and self.reaction != "challenge":
            raise ValueError("reasons go with a challenge")
        if (self.manner or self.conditions) and self.reaction != "refine":
            raise ValueError("conditions go with a refinement")
        if self.conditions and self.manner != "condition":
            raise ValueError("say that it is a condition, or choose none")
        return self


class Guess(Schema):
    """How many of ten people of another stakeholder group one thinks confirm a mechanism."""

    guesses: Annotated[str, Field(max_length=80)]
    about: Annotated[str, Field(max_length=40)]
    of_ten: Annotated[int, Field(strict=True, ge=0, le=OF)]
