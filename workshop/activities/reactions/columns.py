"""The columns of the kind's sheets; the codebook is made of them."""

from workshop.activities.base import Column
from workshop.activities.reactions.schema import REACTIONS

ASKED = (
    Column(
        "stem",
        "what was asked: here (would this help here?) or case (is this what happens?); "
        "the two are never added up",
    ),
    Column("mechanism", "id of the mechanism"),
    Column("title", "its title as it was asked: in English where there is an English one"),
)
ROUND = Column("round", "1 for the first time it was asked; a round that nobody answered is absent")
WHOSE = Column(
    "stakeholder_group",
    "id of the group; (all) for everybody, (tables) where a whole table answered as one; "
    "tables are not in (all)",
)

MECHANISMS = (
    *ASKED,
    Column("category", "one of the five categories of working mechanisms"),
    ROUND,
    WHOSE,
    Column("n", "respondents whose latest reaction counts"),
    *(Column(f"{r}_n", f"how many of them chose {r}") for r in REACTIONS),
    *(Column(f"{r}_share", f"{r}_n divided by n; empty where n is 0") for r in REACTIONS),
    Column(
        "confirm_low",
        "lower end of the Wilson 95 % interval around confirm_share; descriptive only: "
        "invited people are no random sample",
    ),
    Column("confirm_high", "upper end of the same interval; descriptive only"),
    Column("already_n", "how many said that they do this already, whatever their reaction"),
    Column(
        "consensus",
        "group-informed consensus (Small et al. 2021): the product over stakeholder groups of at "
        "least three people of (confirm + 1) / (n + 2); in rows of (all), empty with fewer than "
        "two such groups",
    ),
    Column(
        "consensus_per_group",
        "the root of consensus by the number of those groups: comparable between workshops "
        "with different numbers of groups; indicative, read it beside n",
    ),
    Column("consensus_groups", "the groups that consensus and divisiveness are made of"),
    Column(
        "divisiveness",
        "largest minus smallest share of confirm among groups of at least three people: "
        "0 the same everywhere, 1 wholly apart; in rows of (all)",
    ),
)
REFINEMENTS = (
    *ASKED,
    Column("round", "1 for the first time it was asked"),
    Column("stakeholder_group", "id of the group; (tables) where a whole table answered as one"),
    Column("original", "the mechanism's text as it was asked, to lay beside the words"),
    Column("response", "id of the answer: its submission_id in responses"),
    Column("reaction", "refine, or challenge where something was written"),
    Column("text", "what was written, in the respondent's words; not translated"),
    Column("manner", "rewording (how it should read) or condition (only if); empty: not said"),
    Column("conditions", "what a condition is about, ids separated by commas"),
    Column("reasons", "why a mechanism is challenged, ids separated by commas"),
    Column("already", "TRUE where the respondent said: we do this already"),
    Column("state", "what became of it: proposed, considered, adopted, declined or withdrawn"),
    Column("why", "the facilitator's reason for this state; who decided stands in the log"),
    Column("may_be_quoted", "TRUE where everybody who wrote it agreed to be quoted"),
    Column("approved", "TRUE where the room may read it"),
    Column("supporters", "how many others support it as it is worded now"),
    Column("supporters_by_group", "the same by stakeholder group, as JSON"),
)
CONDITIONS = (
    *ASKED,
    ROUND,
    WHOSE,
    Column(
        "condition",
        "what it is about: who, where, when, cost, rights (and oversight) or tried (before)",
    ),
    Column("n", "how many named this condition; one answer may name several"),
    Column("refine_n", "how many chose refine, the only reaction that takes conditions"),
)
REASONS = (
    *ASKED,
    ROUND,
    WHOSE,
    Column(
        "reason",
        "why not. here: cost, people (nobody to do it), rights, acceptance, displacement, "
        "tried (without success), fit; case: never, partly, formerly, some (only for some people)",
    ),
    Column("n", "how many gave this reason; one answer may give several"),
    Column("challenge_n", "how many chose challenge, the only reaction that takes reasons"),
)
GUESSES = (
    *ASKED,
    Column("round", "1 for the first time it was asked"),
    Column("stakeholder_group", "id of the group that guessed; (tables) for whole tables"),
    Column("about_group", "id of the group whose answers were guessed; never one's own"),
    Column("n", "how many guessed"),
    Column("guess_mean", "mean of their guesses: of ten people of about_group, so many confirm"),
    Column("guess_median", "median of the same guesses"),
    Column("said_n", "how many people of about_group confirmed, in the same round"),
    Column("said_of", "how many people of about_group reacted"),
    Column("said_share", "said_n divided by said_of; empty where said_of is 0"),
)
SHIFTS = (
    *ASKED,
    Column("from_round", "the earlier round; only neighbouring rounds in which it was answered"),
    Column("to_round", "the later round"),
    Column("stakeholder_group", "(all) for everybody, (tables) for whole tables"),
    Column("from_reaction", "reaction in the earlier round"),
    Column("to_reaction", "reaction of the same respondents in the later round"),
    Column("n", "how many moved so, or stayed where the two are the same"),
    Column("both_n", "respondents who answered both rounds"),
    Column("only_before_n", "respondents who answered the earlier round alone"),
    Column("only_after_n", "respondents who answered the later round alone"),
    Column(
        "share_unchanged",
        "those with the same reaction twice divided by both_n: the stability that Delphi studies "
        "report; empty where both_n is 0",
    ),
)
