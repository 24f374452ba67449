"""Signed words that let a phone or a projector in; nothing of them is stored."""

import hashlib
import hmac
from collections.abc import Iterable

from itsdangerous import BadSignature, URLSafeSerializer

from workshop.live.codes import ALPHABET

RECEIPT = 12
"""Signs of a receipt: 29^12, about 58 bits, beside a workshop's code and a limit on tries."""


class Tokens:
    """Makes and reads tokens; a forged or foreign one reads as None."""

    def __init__(self, secret: str | bytes) -> None:
        self._participant = URLSafeSerializer(secret, salt="participant")
        self._on_behalf = URLSafeSerializer(secret, salt="on-behalf")
        self._secret = secret.encode() if isinstance(secret, str) else secret
        self._screen = URLSafeSerializer(secret, salt="screen")

    def for_participant(self, respondent_id: str) -> str:
        return self._participant.dumps(respondent_id)

    def participant(self, token: str) -> str | None:
        """Return the respondent's id that a token was made for."""
        return _read(self._participant, token) or _read(self._on_behalf, token)

    def for_on_behalf(self, respondent_id: str) -> str:
        """Make a participant's token that says so: a facilitator answers for somebody else."""
        return self._on_behalf.dumps(respondent_id)

    def is_on_behalf(self, token: str) -> bool:
        return _read(self._on_behalf, token) is not None

    def for_screen(self, workshop_id: str) -> str:
        return self._screen.dumps(workshop_id)

    def screen(self, key: str) -> str | None:
        """Return the workshop's id that a screen's key was made for."""
        return _read(self._screen, key)

    def receipt(self, respondent_id: str) -> str:
        """Return the code with which somebody finds their answers again, on any device."""
        mark = hmac.new(self._secret, b"receipt:" + respondent_id.encode(), hashlib.sha256)
        number, signs = int.from_bytes(mark.digest()), ""
        for _ in range(RECEIPT):
            number, sign = divmod(number, len(ALPHABET))
            signs += ALPHABET[sign]
        return signs

    def with_receipt(self, respondent_ids: Iterable[str], receipt: str) -> str | None:
        """Return whose receipt it is, or None; takes as long for a wrong one as for a right one."""
        found = None
        for one in respondent_ids:
            if hmac.compare_digest(self.receipt(one).encode(), receipt.encode()):
                found = one
        return found


def _read(serializer: URLSafeSerializer, token: str) -> str | None:
    try:
        value = serializer.loads(token)
    except BadSignature:
        return None
    return value if isinstance(value, str) else None
