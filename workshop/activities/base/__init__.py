"""The contract of kinds of activity and the shapes it speaks in."""

from workshop.activities.base.files import FileFormat, Occasion, Played
from workshop.activities.base.given import Given, Item, Material
from workshop.activities.base.kind import ActivityKind, Audience, Form
from workshop.activities.base.sheet import Column, Sheet

__all__ = [
    "ActivityKind",
    "Audience",
    "Column",
    "FileFormat",
    "Form",
    "Given",
    "Item",
    "Material",
    "Occasion",
    "Played",
    "Sheet",
]
