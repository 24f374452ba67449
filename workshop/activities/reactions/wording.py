"""What the two stems and the four reactions are called in front of people."""

from collections.abc import Mapping

from workshop.schema import Text

QUESTION: Mapping[str, Text] = {
    "here": Text({"en": "Would this help here?"}),
    "case": Text({"en": "Is this what happens?"}),
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "here": {
        "confirm": "Yes, as it is",
        "challenge": "No, because …",
        "refine": "Only if …",
        "unsure": "I can’t say",
    },
    "case": {
        "confirm": "Yes, as it is",
        "challenge": "No, because …",
        "refine": "Not quite …",
        "unsure": "I can’t say",
    },
}
SHORT: Mapping[str, Mapping[str, str]] = {
    "here": {"confirm": "Yes", "challenge": "No", "refine": "Only if", "unsure": "Can’t say"},
    "case": {"confirm": "Yes", "challenge": "No", "refine": "Not quite", "unsure": "Can’t say"},
}
