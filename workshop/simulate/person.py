"""Who a simulated participant is."""

from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5


@dataclass(frozen=True)
class Person:
    """Who somebody is, decided by workshop, seed and number alone: a second run is the same."""

    code: str
    seed: int
    number: int
    group: str
    locale: str
    table: str = ""

    def random(self, *about: object) -> Random:
        """Return this person's own randomness about something."""
        return Random(":".join(map(str, (self.code, self.seed, self.number, *about))))

    def join_body(self, into_real: bool) -> dict[str, Any]:
        name = f"urn:workshop:simulated:{self.code}:{self.seed}:{self.number}"
        return {
            "code": self.code,
            "join_id": uuid5(NAMESPACE_URL, name).hex,
            "stakeholder_group": self.group,
            "table": self.table,
            "locale": self.locale,
            "consents": {"take_part": True, "be_quoted": True, "pool": True},
            "simulated": True,
            "into_real": into_real,
        }
