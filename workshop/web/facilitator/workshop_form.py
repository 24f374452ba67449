"""The form of a workshop: what was typed, as a plan or with what is wrong beside each field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from workshop.db import now
from workshop.live import defaults
from workshop.live.plan import WorkshopPlan
from workshop.models import Workshop
from workshop.schema import LANGUAGES, clean

DATE_WORDS = "Write the day as year-month-day, such as 2026-05-31."
INVITED_WORDS = "Write how many people of a group were invited as a whole number, such as 12."
WORDS = {
    ("place", "too_long"): "Keep the place under 200 characters.",
    ("country", "string_pattern_mismatch"): "Choose a country from the list.",
    ("languages", "too_short"): "Choose at least one language.",
    ("stakeholder_groups", "too_short"): "Participants need at least one group to choose.",
    ("stakeholder_groups", "too_long"): "At most 20 stakeholder groups, please.",
    ("recruitment", "too_long"): "Keep this under 4,000 characters.",
    ("notes", "too_long"): "Keep the notes under 4,000 characters.",
    ("invited", "int_parsing"): INVITED_WORDS,
    ("invited", "greater_than_equal"): INVITED_WORDS,
    ("invited", "less_than_equal"): INVITED_WORDS,
    ("tables", "int_parsing"): "Write how many tables there are, such as 6, or leave it empty.",
    ("tables", "int_from_float"): "Write how many tables there are, such as 6, or leave it empty.",
    ("tables", "greater_than_equal"): "Write how many tables there are, or leave it empty.",
    ("tables", "less_than_equal"): "At most 60 tables, please.",
}


@dataclass
class Group:
    """One row: a group's lasting id (empty while it is new), its labels, how many were invited."""

    id: str = ""
    label: dict[str, str] = field(default_factory=dict)
    invited: str = ""


@dataclass
class WorkshopForm:
    """What the form shows; nothing typed is lost when something in it is wrong."""

    title: dict[str, str] = field(default_factory=dict)
    place: str = ""
    country: str = ""
    time_zone: str = "Europe/Brussels"
    date: str = ""
    languages: list[str] = field(default_factory=lambda: ["en"])
    groups: list[Group] = field(default_factory=list)
    tables: str = ""
    consent: dict[str, str] = field(default_factory=dict)
    consent_be_quoted: dict[str, str] = field(default_factory=dict)
    consent_pool: dict[str, str] = field(default_factory=dict)
    help_line: dict[str, str] = field(default_factory=dict)
    minors: bool = False
    recruitment: str = ""
    notes: str = ""
    keep_until: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    def plan(self, before: Workshop | None = None) -> WorkshopPlan | None:
        """Return the plan, or None after noting what is wrong in `problems`."""
        try:
            plan = WorkshopPlan.model_validate(self._values())
        except ValidationError as error:
            self.problems = _in_words(error)
            return None
        kept = before.keep_until if before else None
        if plan.keep_until and plan.keep_until != kept and plan.keep_until <= now().date():
            self.problems = {"keep_until": "This day is over already; choose a later one."}
            return None
        return plan

    def rearrange(self, wish: str) -> None:
        """Do what a button of the list of groups asks: add, or up, down, remove with a number."""
        verb, _, number = wish.partition(":")
        if verb == "add":
            self.groups.append(Group())
        at = int(number) if number.isdecimal() else -1
        if not 0 <= at < len(self.groups):
            return
        if verb == "remove":
            del self.groups[at]
        elif verb in ("up", "down"):
            to = max(0, min(len(self.groups) - 1, at + (1 if verb == "down" else -1)))
            self.groups.insert(to, self.groups.pop(at))

    def _values(self) -> dict[str, Any]:
        written = [group for group in self.groups if any(map(clean, group.label.values()))]
        taken = {group.id for group in written if group.id}
        groups, invited = [], {}
        for group in written:
            group_id = group.id or _new_id(group.label, self.languages, taken)
            taken.add(group_id)
            groups.append({"id": group_id, "label": group.label})
            if group.invited.strip():
                invited[group_id] = group.invited.strip()
        return {
            "title": self.title,
            "place": self.place,
            "country": self.country,
            "time_zone": self.time_zone,
            "date": self.date.strip() or None,
            "languages": self.languages,
            "stakeholder_groups": groups,
            "tables": self.tables.strip() or 0,
            "consent": self.consent,
            "consent_be_quoted": self.consent_be_quoted,
            "consent_pool": self.consent_pool,
            "help_line": self.help_line,
            "minors": self.minors,
            "recruitment": self.recruitment,
            "invited": invited,
            "notes": self.notes,
            "keep_until": self.keep_until.strip() or None,
        }


def new() -> WorkshopForm:
    """Return the form of a workshop that does not exist yet."""
    default = WorkshopPlan.model_fields["stakeholder_groups"].default
    groups = [Group(group.id, dict(group.label.root)) for group in default]
    return WorkshopForm(
        groups=groups,
        consent=dict(defaults.CONSENT.root),
        consent_be_quoted=dict(defaults.BE_QUOTED.root),
        consent_pool=dict(defaults.POOL.root),
        help_line=dict(defaults.HELP_LINE.root),
    )


def of(workshop: Workshop) -> WorkshopForm:
    """Return the form filled with what a workshop's plan says now."""
    return WorkshopForm(
        title=dict(workshop.title),
        place=workshop.place,
        country=workshop.country,
        time_zone=workshop.time_zone,
        date=workshop.date.isoformat() if workshop.date else "",
        languages=list(workshop.languages),
        groups=[
            Group(group["id"], dict(group["label"]), str(workshop.invited.get(group["id"], "")))
            for group in workshop.stakeholder_groups
        ],
        tables=str(workshop.tables or ""),
        consent=dict(workshop.consent),
        consent_be_quoted=dict(workshop.consent_be_quoted or defaults.BE_QUOTED.root),
        consent_pool=dict(workshop.consent_pool or defaults.POOL.root),
        help_line=dict(workshop.help_line or defaults.HELP_LINE.root),
        minors=workshop.minors,
        recruitment=workshop.recruitment,
        notes=workshop.notes,
        keep_until=workshop.keep_until.isoformat() if workshop.keep_until else "",
    )


def typed(form: MultiDict[str, str]) -> WorkshopForm:
    """Return the form as it was sent."""
    ids = form.getlist("group_id")
    invited = form.getlist("group_invited")
    labels = {code: form.getlist(f"group.{code}") for code in LANGUAGES}
    return WorkshopForm(
        title=in_languages(form, "title"),
        place=form.get("place", ""),
        country=form.get("country", ""),
        time_zone=form.get("time_zone", ""),
        date=form.get("date", ""),
        languages=_ticked_languages(form),
        groups=[
            Group(group_id, _row(labels, at), invited[at] if at < len(invited) else "")
            for at, group_id in enumerate(ids)
        ],
        tables=form.get("tables", ""),
        consent=in_languages(form, "consent"),
        consent_be_quoted=in_languages(form, "consent_be_quoted"),
        consent_pool=in_languages(form, "consent_pool"),
        help_line=in_languages(form, "help_line"),
        minors=form.get("minors") == "yes",
        recruitment=form.get("recruitment", ""),
        notes=form.get("notes", ""),
        keep_until=form.get("keep_until", ""),
    )


def in_languages(form: Mapping[str, str], name: str) -> dict[str, str]:
    """Return a text of the form, sent as one field per language: `title.en`, `title.de`."""
    sent = {code: form.get(f"{name}.{code}", "") for code in LANGUAGES}
    return {code: words for code, words in sent.items() if clean(words)}


def _ticked_languages(form: MultiDict[str, str]) -> list[str]:
    """Return the languages with the screen's first, which is what a workshop's first one means."""
    ticked = [code for code in LANGUAGES if code in form.getlist("languages")]
    main = form.get("main_language", "")
    return sorted(ticked, key=lambda code: code != main)


def _row(labels: Mapping[str, Sequence[str]], at: int) -> dict[str, str]:
    return {code: rows[at] for code, rows in labels.items() if at < len(rows) and rows[at]}


def _new_id(label: Mapping[str, str], languages: Sequence[str], taken: set[str]) -> str:
    words = next((label[code] for code in (*languages, *label) if label.get(code)), "")
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30].strip("-") or "group"
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def _in_words(error: ValidationError) -> dict[str, str]:
    problems: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_input=False):
        # Only the groups are checked as a whole.
        name = str(problem["loc"][0]) if problem["loc"] else "stakeholder_groups"
        message = problem["msg"].removeprefix("Value error, ")
        if name in ("date", "keep_until"):
            message = DATE_WORDS
        message = WORDS.get((name, problem["type"]), message)
        problems.setdefault(name, f"{message[:1].upper()}{message[1:].rstrip('.')}.")
    return problems
