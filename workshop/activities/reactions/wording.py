"""What the stems, the reactions and what goes with them are called in front of people."""

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

REASONS: Mapping[str, Mapping[str, Text]] = {
    "here": {
        "cost": Text({"en": "Costs too much"}),
        "people": Text({"en": "Nobody to do it"}),
        "rights": Text({"en": "Harms people’s rights"}),
        "acceptance": Text({"en": "People would not accept it"}),
        "displacement": Text({"en": "Only moves the problem"}),
        "tried": Text({"en": "Was tried, did not work"}),
        "fit": Text({"en": "Does not fit this place"}),
    },
    "case": {
        "never": Text({"en": "Never happens"}),
        "partly": Text({"en": "Happens only in part"}),
        "formerly": Text({"en": "Used to, no longer"}),
        "some": Text({"en": "Only for some people"}),
    },
}
CONDITIONS: Mapping[str, Text] = {
    "who": Text({"en": "Who does it"}),
    "where": Text({"en": "Where"}),
    "when": Text({"en": "When"}),
    "cost": Text({"en": "What it costs"}),
    "rights": Text({"en": "Rights and oversight"}),
    "tried": Text({"en": "What was tried before"}),
}
MANNERS: Mapping[str, Mapping[str, Text]] = {
    "here": {
        "condition": Text({"en": "On a condition"}),
        "rewording": Text({"en": "In other words"}),
    },
    "case": {
        "condition": Text({"en": "Under some conditions"}),
        "rewording": Text({"en": "In other words"}),
    },
}
ALREADY: Mapping[str, Text] = {
    "here": Text({"en": "We already do this here"}),
    # Who knows the case is asked about the case; "here" may be another place.
    "case": Text({"en": "We do this at our place too"}),
}
STATES: Mapping[str, Text] = {
    "proposed": Text({"en": "Proposed"}),
    "considered": Text({"en": "Being considered"}),
    "adopted": Text({"en": "Adopted"}),
    "declined": Text({"en": "Not taken up"}),
    "withdrawn": Text({"en": "Taken back"}),
}
