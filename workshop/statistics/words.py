"""Which words of a text a proposed wording removes and adds."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "removed", "added"]
Piece = tuple[Kind, str]

MOST_PAIRS = 50_000
"""Pairs of equal words beyond which the search would take a second; sentences stay far below."""

# Words keep their accents, also those typed apart from their letter, and what
# joins them inside ("d'accord", "e-mail", "3,5"); anything else runs together.
_TOKEN = re.compile(
    r"(?:\w|[\u0300-\u036f])+(?:(?:['’‘\-\u2010\u2011]|(?<=\d)[.,](?=\d))(?:\w|[\u0300-\u036f])+)*"
    r"|\s+|[^\w\s]+"
)


class Differences(NamedTuple):
    """Two texts in pieces, for showing side by side; each side's pieces make up its text."""

    original: list[Piece]
    proposed: list[Piece]


def differences(original: str, proposed: str) -> Differences:
    """Return both texts in pieces: the same on both sides, removed from one, added to the other.

    Words are compared whole by longest matching runs (`difflib`, after
    Ratcliff and Metzener 1988). Spaces, the make of accented letters and the
    shape of apostrophes and hyphens make no difference; capitals and
    punctuation do. Texts that only repeat few words are compared from both
    ends. A removed or added piece begins and ends with a word or a sign.
    """
    old, new = _TOKEN.findall(original), _TOKEN.findall(proposed)
    old_at = [i for i, token in enumerate(old) if not token.isspace()]
    new_at = [i for i, token in enumerate(new) if not token.isspace()]
    kept_old: set[int] = set()
    kept_new: set[int] = set()
    for a, b, size in _in_common(
        [_compared(old[i]) for i in old_at], [_compared(new[i]) for i in new_at]
    ):
        kept_old.update(old_at[a : a + size])
        kept_new.update(new_at[b : b + size])
    return Differences(_pieces(old, kept_old, "removed"), _pieces(new, kept_new, "added"))


def _in_common(old: list[str], new: list[str]) -> Iterable[tuple[int, int, int]]:
    """Yield the runs that both lists hold in the same order: start in each, and length."""
    in_new = Counter(new)
    if sum(n * in_new[token] for token, n in Counter(old).items()) > MOST_PAIRS:
        yield from _at_both_ends(old, new)
        return
    for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        at_an_end = a == b == 0 or (a + size == len(old) and b + size == len(new))
        # A lone comma in common between other words holds nothing together.
        if at_an_end or any(sign.isalnum() for token in old[a : a + size] for sign in token):
            yield a, b, size


def _at_both_ends(old: list[str], new: list[str]) -> Iterable[tuple[int, int, int]]:
    shorter = min(len(old), len(new))
    first = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    yield 0, 0, first
    left = shorter - first
    last = next((i for i in range(left) if old[-1 - i] != new[-1 - i]), left)
    yield len(old) - last, len(new) - last, last


def _compared(token: str) -> str:
    token = unicodedata.normalize("NFC", token)
    return re.sub("[\u2010\u2011]", "-", re.sub("[’‘]", "'", token))


def _pieces(tokens: list[str], kept: set[int], changed: Kind) -> list[Piece]:
    kinds: list[Kind] = [
        "same" if token.isspace() or i in kept else changed for i, token in enumerate(tokens)
    ]
    for i in range(1, len(tokens) - 1):
        # A space between two changed words belongs to the change.
        if tokens[i].isspace() and kinds[i - 1] == kinds[i + 1] == changed:
            kinds[i] = changed
    return list(_joined(zip(kinds, tokens, strict=True)))


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    kind: Kind | None = None
    text = ""
    for next_kind, more in pieces:
        if next_kind != kind:
            if kind is not None:
                yield kind, text
            kind, text = next_kind, ""
        text += more
    if kind is not None:
        yield kind, text
