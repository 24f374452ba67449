"""Signed words that let a phone or a projector in; nothing of them is stored."""

from itsdangerous import BadSignature, URLSafeSerializer


class Tokens:
    """Makes and reads tokens; a forged or foreign one reads as None."""

    def __init__(self, secret: str | bytes) -> None:
        self._participant = URLSafeSerializer(secret, salt="participant")
        self._screen = URLSafeSerializer(secret, salt="screen")

    def for_participant(self, respondent_id: str) -> str:
        return self._participant.dumps(respondent_id)

    def participant(self, token: str) -> str | None:
        """Return the respondent's id that a token was made for."""
        return _read(self._participant, token)

    def for_screen(self, workshop_id: str) -> str:
        return self._screen.dumps(workshop_id)

    def screen(self, key: str) -> str | None:
        """Return the workshop's id that a screen's key was made for."""
        return _read(self._screen, key)


def _read(serializer: URLSafeSerializer, token: str) -> str | None:
    try:
        value = serializer.loads(token)
    except BadSignature:
        return None
    return value if isinstance(value, str) else None
