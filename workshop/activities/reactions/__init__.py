"""Reactions to mechanisms: confirm, challenge or refine each, or say that one cannot tell."""

from workshop.activities.reactions.kind import Reactions

KIND = Reactions()
