"""Accounts: who may sign in, with a password or with a link that works once."""

import hashlib
import secrets
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from workshop.db import now
from workshop.models import Account, SignInLink

SHORTEST_PASSWORD = 10
LINK_LASTS = timedelta(hours=12)
LOCAL_EMAIL = "facilitator@localhost"


class AccountError(ValueError):
    """An account that cannot be made or changed so, in words."""


def add(
    db: Session,
    email: str,
    *,
    name: str = "",
    password: str | None = None,
    role: str = "facilitator",
) -> Account:
    """Make an account; without a password it signs in by link only."""
    email = email.strip().lower()
    if "@" not in email or len(email) > 254 or any(c.isspace() for c in email):
        raise AccountError(f"{email!r} is no e-mail address.")
    if with_email(db, email):
        raise AccountError(f"There is already an account for {email}.")
    account = Account(id=str(uuid4()), email=email, name=name.strip()[:120], role=role, epoch=0)
    if password is not None:
        set_password(account, password)
    db.add(account)
    db.flush()
    return account


def set_password(account: Account, password: str) -> None:
    """Change the password; whoever is signed in with the old one is signed out."""
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    account.password_hash = generate_password_hash(password)
    account.epoch = (account.epoch or 0) + 1


def with_email(db: Session, email: str) -> Account | None:
    """Return the account of an e-mail address, if there is one."""
    return db.scalar(select(Account).where(func.lower(Account.email) == email.strip().lower()))


def with_password(db: Session, email: str, password: str) -> Account | None:
    """Return the account if e-mail and password fit; takes as long when there is no account."""
    account = with_email(db, email)
    stored = account.password_hash if account else None
    fits = check_password_hash(stored or _NOBODY, password)
    return account if account and stored and fits and account.active else None


def mint_link(db: Session, account: Account) -> str:
    """Return the secret of a link that signs the account in once, within twelve hours."""
    secret = secrets.token_urlsafe(24)
    db.add(
        SignInLink(token_hash=_hash(secret), account_id=account.id, expires_at=now() + LINK_LASTS)
    )
    db.flush()
    return secret


def use_link(db: Session, secret: str) -> Account | None:
    """Return the account of a link and use the link up; None if it is unknown, used or too old."""
    used = db.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == _hash(secret),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now(),
        )
        .values(used_at=now())
        .returning(SignInLink.account_id)
    ).scalar()
    account = db.get(Account, used) if used else None
    return account if account and account.active else None


def local_facilitator(db: Session) -> Account:
    """Return the account that a laptop's own facilitator signs in to, made when first needed."""
    return with_email(db, LOCAL_EMAIL) or add(db, LOCAL_EMAIL, name="Facilitator")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# Compared with when there is no account, so that the answer takes as long.
_NOBODY = generate_password_hash(secrets.token_hex(16))
