"""Passwords as scrypt keeps them, computed beside the loop that serves everybody."""

import secrets
import sys
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from werkzeug.security import check_password_hash, generate_password_hash

T = TypeVar("T")


def hashed(password: str) -> str:
    """Return what is stored of a password."""
    return _apart(generate_password_hash, password)


def fits(stored: str | None, password: str) -> bool:
    """Tell whether a password is the stored one; takes as long where none is stored."""
    right = _apart(check_password_hash, stored or _nobodys(), password)
    return right and stored is not None


def _apart(work: Callable[..., T], *arguments: str) -> T:
    # scrypt takes up to a tenth of a second on purpose. Greenlets share one
    # thread, so computed there it would hold up every phone in the room.
    monkey = sys.modules.get("gevent.monkey")
    if monkey is None or not monkey.is_module_patched("threading"):
        return work(*arguments)
    import gevent

    return gevent.get_hub().threadpool.apply(work, arguments)


@cache
def _nobodys() -> str:
    return generate_password_hash(secrets.token_hex(16))
