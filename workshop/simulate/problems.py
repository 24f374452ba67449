"""What can go wrong, in words."""

from typing import Any


class SimulationError(Exception):
    """A simulation that cannot go on, said in one sentence."""


class Unavailable(Exception):
    """The server did not answer, or asked to try again later: nothing is decided yet."""

    def __init__(self, words: str, retry_after: float = 0) -> None:
        super().__init__(words)
        self.retry_after = retry_after


class Refused(Exception):
    """The server said no, with a problem document."""

    def __init__(self, status: int, document: Any) -> None:
        document = document if isinstance(document, dict) else {}
        self.status = status
        self.code = str(document.get("type", "")).rpartition(":")[2]
        super().__init__(document.get("detail") or f"The server answered {status}.")
