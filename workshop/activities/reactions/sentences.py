"""Sentences that simulated people write: invented, never quoted as anybody's.

Each is a group that would say it (empty: anybody), what it is about (the
reason or the condition), and the words.
"""

from collections.abc import Mapping

Sentences = tuple[tuple[str, str, str], ...]

CHALLENGES: Mapping[str, Sentences] = {
    "here": (
        ("", "cost", "Who pays for this after the first year?"),
        ("authorities", "cost", "The city’s budget for this is empty until 2028."),
        ("business", "cost", "In the end the bars pay, and half of them barely get by."),
        ("authorities", "people", "We have two patrols at night for the whole district."),
        ("civil-society", "people", "Volunteers do this for a year, then they are worn out."),
        ("research", "rights", "People who only sit there would be checked again and again."),
        ("civil-society", "rights", "My son is stopped three times a week already."),
        ("media", "acceptance", "Once this is in the paper, nobody will defend it."),
        ("", "displacement", "It moves the problem one street further."),
        ("business", "tried", "We tried something like it; after two meetings nobody came."),
        ("research", "fit", "That was a small town. Our square has 30,000 people a day."),
        ("", "fit", "Nobody asked those who are out there at night."),
    ),
    "case": (
        ("", "never", "I work there, and I have never seen it."),
        (
            "civil-society",
            "never",
            "That is what the leaflet says. On the square nothing happened.",
        ),
        ("media", "never", "We looked for it twice and found nobody who does it."),
        ("authorities", "partly", "The meetings take place, but nobody writes down what follows."),
        ("business", "partly", "During the week, yes. At weekends it all stops."),
        ("research", "partly", "Half of it: the training happens, the follow-up does not."),
        ("", "formerly", "It was like that until the funding ended."),
        ("authorities", "formerly", "The colleague who did this has moved on; nobody took over."),
        ("civil-society", "formerly", "In the first summer, yes. Since then, no."),
        ("civil-society", "some", "Those with a flat were asked. Those on the benches were not."),
        ("research", "some", "It reaches people who speak the language well, few others."),
        ("business", "some", "The big venues are in it; the small ones never heard of it."),
    ),
}
CONDITIONS: Mapping[str, Sentences] = {
    "here": (
        ("", "who", "Only if residents sit at the table from the start."),
        ("civil-society", "who", "Only if somebody we know comes, not a new face every month."),
        ("business", "who", "Only if the venues’ own staff are trained too."),
        ("authorities", "where", "Only around the station; there is no need for it elsewhere."),
        ("", "where", "Start small on one square and look again after six months."),
        ("business", "when", "Only from Thursday to Saturday, ten at night to four."),
        ("civil-society", "when", "In winter too, not only while the tourists are here."),
        ("authorities", "cost", "Only if the post is paid for three years at least."),
        ("research", "rights", "Only with clear rules on who sees the data and when it goes."),
        ("media", "rights", "Only if a board with residents on it publishes a report each year."),
        ("civil-society", "rights", "Only if it can be stopped when we say it does harm."),
        ("research", "tried", "Only if it is compared with what was there before."),
    ),
    "case": (
        ("", "who", "True as long as the same two people run it."),
        ("authorities", "who", "It works where the police and the street workers know each other."),
        ("civil-society", "who", "With the women’s group it works, with the others less so."),
        ("business", "where", "On the square itself, but not in the side streets."),
        ("", "where", "At the north exit, yes; nobody goes to the south one."),
        ("", "when", "In summer. In winter the square is empty anyway."),
        ("authorities", "when", "Only on the nights when an event is on."),
        ("research", "cost", "As long as the project pays; the city has not taken it over."),
        ("business", "cost", "Where the owner pays for the training, it is done."),
        ("media", "rights", "Since the cameras had to be announced, it is as described."),
        ("research", "rights", "With the ethics board watching, otherwise I would doubt it."),
        ("civil-society", "tried", "After two attempts that failed; those should be in the text."),
    ),
}
REWORDINGS: Mapping[str, Sentences] = {
    "here": (
        ("", "", "and residents decide with the city where it begins"),
        ("civil-society", "", "together with those who spend their days on the square"),
        ("authorities", "", "with one contact person in the town hall"),
        ("business", "", "agreed with the venues before the season begins"),
        ("research", "", "and what came of it is published after a year"),
        ("media", "", "and anybody may come and look"),
    ),
    "case": (
        ("", "", "though only since the second year"),
        ("civil-society", "", "mostly because neighbours insist on it"),
        ("authorities", "", "as part of the usual patrols"),
        ("business", "", "where the venue’s owner takes part"),
        ("research", "", "according to the people who run it"),
        ("media", "", "at least while somebody is watching"),
    ),
}


def said_by(group: str, sentences: Sentences) -> list[tuple[str, str]]:
    """Return what a member of a group could say: what it is about, and the words."""
    fitting = [(about, words) for whose, about, words in sentences if whose in ("", group)]
    # A group of somebody's own making has no words of its own: it takes all.
    own = any(whose == group for whose, _, _ in sentences)
    return fitting if own else [(about, words) for _, about, words in sentences]
