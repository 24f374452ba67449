"""Join codes: short enough to read out, too many to walk through."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.models import Workshop

# Without 0 O 1 I L and U V: they are mistaken for each other on a projector.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LENGTH = 6


def mint(db: Session) -> str:
    """Return a code that no workshop has; 29^6 = 595 million are possible."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if db.scalar(select(Workshop.id).where(Workshop.code == code)) is None:
            return code


def normal(typed: str) -> str:
    """Return a typed code as it is stored: upper case, without spaces or hyphens."""
    return "".join(c for c in typed.upper() if c.isalnum())[:12]


def spaced(code: str) -> str:
    """Return the code in two halves, as people read it out: `K7M 2QX`."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
