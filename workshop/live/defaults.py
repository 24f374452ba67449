"""What a new workshop starts with: groups people recognise themselves in, and honest consent."""

from workshop.schema import Text

# The quintuple helix (government, academia, industry, civil society, media) in everyday words.
STAKEHOLDER_GROUPS = (
    {"id": "authorities", "label": {"en": "City and authorities: officials, police, fire brigade"}},
    {"id": "civil-society", "label": {"en": "Residents, associations, NGOs"}},
    {"id": "business", "label": {"en": "Business: bars, transport, security, technology"}},
    {"id": "research", "label": {"en": "Universities, schools, research"}},
    {"id": "media", "label": {"en": "Press and media"}},
)

CONSENT = Text(
    {
        "en": "Your answers are stored under a random number, together with the group you choose. "
        "We store no name, no telephone number and no address of your device. "
        "Please name nobody in what you write. "
        "The organisers use the answers to prepare a plan for safer public spaces."
    }
)

BE_QUOTED = Text(
    {"en": "My words may be shown on the screen and quoted in reports, never with a name."}
)
POOL = Text(
    {
        "en": "My answers may be used together with those of other workshops, "
        "also in other countries."
    }
)
HELP_LINE = Text(
    {
        "en": "Something here may touch you. Talk to the facilitator or to somebody you trust. "
        "In an emergency, call 112."
    }
)

KEEP_YEARS = 2
