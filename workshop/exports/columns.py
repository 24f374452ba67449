"""The columns of the sheets that every workshop has; the codebook is made of them."""

from workshop.activities.base import Column

SIMULATED_COLUMN = Column(
    "simulated", "marks rows that a program made up, or that count such rows; empty otherwise"
)
OF_ACTIVITY = (
    Column("workshop", "the workshop's join code"),
    Column("activity_id", "id of the activity; the same in every export and installation"),
    Column("activity_title", "its title now, in the workshop's first language"),
)
RESPONSES = (
    *OF_ACTIVITY,
    Column("kind", "the kind of activity"),
    Column("round", "1 for the first time it was asked"),
    Column("version", "which wording of the activity was answered; the json file has them all"),
    Column("slot", "what the answer is about; a later answer to the same slot replaces it"),
    Column("respondent", "random pseudonym of the person or table; see participants"),
    Column("stakeholder_group", "id of the stakeholder group the respondent chose"),
    Column("sub_role", "optional role within the group"),
    Column("table", "small group in the room, where there were any"),
    Column("value", "the answer's main value; empty where the answer was withdrawn"),
    Column("text", "what was written, in the respondent's words"),
    Column("answer", "the whole answer as JSON; empty where it was withdrawn"),
    Column("status", "saved, or superseded: it arrived after a newer edit of the same answer"),
    Column(
        "is_current",
        "TRUE for the one event per round, respondent and slot that counts; "
        "with an empty answer it is a withdrawal",
    ),
    Column("edit", "number of the edit, rising per slot"),
    Column("origin", "phone, form, on_behalf (entered by the facilitator) or simulated"),
    Column("submission_id", "id of what was sent; each is stored once"),
    Column("saved_at_utc", "when it was saved, in UTC, ISO 8601"),
    Column("saved_at_local", "the same moment in the workshop's time zone"),
    SIMULATED_COLUMN,
)
PARTICIPANTS = (
    Column("workshop", "the workshop's join code"),
    Column("respondent", "random pseudonym, made for this workshop only"),
    Column("stakeholder_group", "id of the stakeholder group"),
    Column("group_label", "the group as participants read it, in the workshop's first language"),
    Column("sub_role", "optional role within the group"),
    Column("table", "small group in the room, where there were any"),
    Column("is_table", "TRUE where a whole table answers as one"),
    Column("locale", "language of the respondent's phone, as the workshop offers it"),
    Column("consents", "what was agreed to, and the version of the consent text, as JSON"),
    Column(
        "may_be_quoted",
        "TRUE where the words may be shown and quoted without a name; for a table, where "
        "everybody agreed who wrote on its sheets",
    ),
    Column("may_be_pooled", "TRUE where the answers may be used with those of other workshops"),
    Column("origin", "phone, form, on_behalf or simulated"),
    Column("joined_at_utc", "when the respondent came in, in UTC"),
    Column("left_at_utc", "when the respondent left, where they said so"),
    Column("responses", "how many events of theirs are in responses"),
    Column("answers", "how many of their answers stand now"),
    SIMULATED_COLUMN,
)
CODEBOOK = (
    Column("about", "notice, workshop, group, or the sheet that a column belongs to"),
    Column("name", "what is explained"),
    Column("meaning", "what it means, or what it is in this workshop"),
)
