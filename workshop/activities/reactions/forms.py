"""What the forms of the kind say: its set-up, corrections of wording, a phone without script."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from workshop.activities.base import Form
from workshop.activities.reactions.schema import Mechanism, ReactionsSettings
from workshop.schema import LANGUAGES, Text, clean

OWN_FIELDS = ("own_title", "own_text")


def settings_from(form: Form, language: str) -> dict[str, Any]:
    """Read `stem`, the ticked `mechanism`s, rows of the facilitator's own, `guess`, `travelling`.

    A row is `own_id` (empty while it is new), `own_title` and `own_text`
    in `language`, and `own_title.<code>` and `own_text.<code>` in others.
    `guess` comes twice, with the id of a stakeholder group or empty.
    """
    mechanisms: list[dict[str, Any]] = [{"id": i} for i in form.get("mechanism", ())]
    ids = list(form.get("own_id", ()))
    for row, own_id in enumerate(ids):
        title, text = (_own_words(form, name, row, language) for name in OWN_FIELDS)
        if title:
            if not own_id:
                own_id = ids[row] = _new_id(ids)
            mechanisms.append({"id": own_id, "title": title, "text": text})
    if not mechanisms:
        raise ValueError("Choose at least one mechanism, or write one of your own.")
    return {
        "stem": _one(form, "stem") or "here",
        "mechanisms": mechanisms,
        "guess": _guess(form),
        "travelling": bool(_one(form, "travelling")),
    }


def corrected(settings: ReactionsSettings, form: Form, language: str) -> ReactionsSettings:
    """Replace titles and texts in one language by the fields `title.<id>` and `text.<id>`."""

    def in_new_words(old: Text, field: str) -> Text:
        new = clean(_one(form, field))
        return Text({**old.root, language: new}) if new else old

    def mechanism(old: Mechanism) -> Mechanism:
        title = in_new_words(old.title, f"title.{old.id}")
        text = in_new_words(old.text, f"text.{old.id}")
        return old.model_copy(update={"title": title, "text": text})

    return settings.model_copy(update={"mechanisms": tuple(map(mechanism, settings.mechanisms))})


def answers_from(settings: ReactionsSettings, form: Form) -> Iterable[dict[str, Any]]:
    """Read, for each mechanism, `reaction.<id>`, `text.<id>` and what goes with them.

    `reason.<id>` and `condition.<id>` may come several times; `manner.<id>`
    is implied by a condition; `already.<id>` is a tick. `guess.<id>` says how
    many of ten, of the stakeholder group in `about`.
    """
    for mechanism in settings.mechanisms:
        item = mechanism.id
        reaction, text = _one(form, f"reaction.{item}"), _one(form, f"text.{item}")
        already = bool(_one(form, f"already.{item}"))
        # Words without a choice are refused in words, not dropped.
        if reaction or clean(text) or already:
            yield {
                "item": item,
                "reaction": reaction,
                "text": text,
                **({"already": True} if already else {}),
                **_belonging_to(reaction, item, form),
            }
        guessed = _one(form, f"guess.{item}")
        if settings.guess and guessed:
            # What is no number is left for the schema to refuse in words.
            of_ten = int(guessed) if guessed.isdecimal() and len(guessed) < 4 else guessed
            yield {"guesses": item, "about": _one(form, "about"), "of_ten": of_ten}


def _belonging_to(reaction: str, item: str, form: Form) -> dict[str, Any]:
    """Return what was ticked for this reaction; without script, all of it stands on the page."""
    if reaction == "challenge":
        reasons = list(form.get(f"reason.{item}", ()))
        return {"reasons": reasons} if reasons else {}
    if reaction == "refine":
        conditions = list(form.get(f"condition.{item}", ()))
        manner = _one(form, f"manner.{item}") or ("condition" if conditions else "")
        return {
            **({"manner": manner} if manner else {}),
            **({"conditions": conditions} if conditions else {}),
        }
    return {}


def _guess(form: Form) -> list[str]:
    chosen = [group for group in form.get("guess", ()) if group]
    if chosen and len(set(chosen)) != 2:
        raise ValueError(
            "Choose two different stakeholder groups that guess each other, "
            "or “Nobody guesses” for both."
        )
    return chosen


def _own_words(form: Form, name: str, row: int, language: str) -> dict[str, str]:
    fields = {language: name, **{code: f"{name}.{code}" for code in LANGUAGES if code != language}}
    return {
        code: values[row]
        for code, field in fields.items()
        if row < len(values := form.get(field, ())) and clean(values[row])
    }


def _new_id(taken: Sequence[str]) -> str:
    return next(i for n in count(1) if (i := f"own.{n}") not in taken)


def _one(form: Form, name: str) -> str:
    return (form.get(name) or [""])[0]
