"""What became of one submission, for whoever sent it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Receipt:
    """What became of one submission.

    `status` is saved, duplicate, superseded, conflict, closed or invalid;
    `problem` says in words why it was not saved; `current` is the answer that
    stands instead, as {"edit", "answer"}; `edit` is the one that was given on
    arrival, where the sender's own does not count. `sheet` is the number of
    the table whose shared sheet was changed; the others of it want to know.
    """

    submission_id: str | None
    status: str
    saved_at: datetime | None = None
    problem: str | None = None
    current: dict[str, Any] | None = None
    edit: int | None = None
    sheet: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as the protocol has it; `current` and `edit` only where they are."""
        return {
            name: value
            for name, value in asdict(self).items()
            if name != "sheet" and (value is not None or name not in ("current", "edit"))
        }


class NotSaved(Exception):
    """A submission that is not saved, with what its receipt says of that."""

    def __init__(self, status: str, problem: str | None = None, **more: Any) -> None:
        super().__init__(status)
        self.status = status
        self.receipt = {"problem": problem, **more}
