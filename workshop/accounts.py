"""Accounts: who may sign in, with a password or with a link that works once."""

import hashlib
import re
import secrets
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workshop import passwords
from workshop.db import now
from workshop.models import Account, SignInLink
from workshop.schema import clean

ROLES = ("facilitator", "researcher", "administrator")
SHORTEST_PASSWORD = 10
LONGEST_NAME = 120
LINK_LASTS = timedelta(hours=12)
LOCAL_EMAIL = "facilitator@localhost"
EMAIL = re.compile(r"[^@\s<>()\[\]\\,;:\"']+@[^@\s<>()\[\]\\,;:\"']+")


class AccountError(ValueError):
    """An account that cannot be made or changed so, in words."""


def add(
    db: Session,
    email: str,
    *,
    name: str = "",
    password: str | None = None,
    role: str = "facilitator",
    invited_by: str | None = None,
) -> Account:
    """Make an account; without a password it signs in by link only."""
    email = _known_as(email)
    if with_email(db, email):
        raise AccountError(f"There is already an account for {email}.")
    account = Account(
        id=str(uuid4()),
        email=email,
        name=_name(name),
        role=_role(role),
        epoch=0,
        invited_by=invited_by,
    )
    if password is not None:
        set_password(account, hashed(password))
    try:
        with db.begin_nested():
            db.add(account)
    except IntegrityError as error:
        # Another process made it in the same moment.
        raise AccountError(f"There is already an account for {email}.") from error
    return account


def change(
    db: Session, account: Account, *, name: str | None = None, role: str | None = None
) -> None:
    """Change name or role; somebody always stays who administers."""
    if name is not None:
        account.name = _name(name)
    if role is not None and _role(role) != account.role:
        if account.role == "administrator":
            _not_the_last(db, account)
        account.role = role
        # Whoever invited this person answers for a guest, not for what they became.
        account.invited_by = None
    db.flush()


def deactivate(db: Session, account: Account) -> None:
    """Put an account out of use: signed out everywhere at once, its links void, nothing deleted."""
    if not account.active:
        return
    if account.role == "administrator":
        _not_the_last(db, account)
    account.active = False
    account.epoch += 1
    void_links(db, account.id)


def reactivate(db: Session, account: Account) -> None:
    """Let an account sign in again, with its password or a new link."""
    account.active = True
    db.flush()


def hashed(password: str) -> str:
    """Return a new password as it is stored; takes a while, so call it outside a transaction."""
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    return passwords.hashed(password)


def set_password(account: Account, hashed: str) -> None:
    """Change the password; whoever is signed in with the old one is signed out."""
    account.password_hash = hashed
    account.epoch = (account.epoch or 0) + 1


def with_email(db: Session, email: str) -> Account | None:
    """Return the account of an e-mail address, if there is one."""
    if not email.isprintable():
        return None
    return db.scalar(select(Account).where(func.lower(Account.email) == email.strip().lower()))


def with_password(db: Session, email: str, password: str) -> Account | None:
    """Return the account if e-mail and password fit; takes as long when there is no account."""
    account = with_email(db, email)
    fits = passwords.fits(account.password_hash if account else None, password)
    return account if account and fits and account.active else None


def mint_link(db: Session, account: Account, goes_to: str = "") -> str:
    """Return the secret of a link that signs the account in once, within twelve hours.

    `goes_to` is the page of this site that it leads to, where that is not the desk.
    """
    secret = secrets.token_urlsafe(24)
    db.add(
        SignInLink(
            token_hash=_hash(secret),
            account_id=account.id,
            expires_at=now() + LINK_LASTS,
            goes_to=goes_to,
        )
    )
    db.flush()
    return secret


def look_at_link(db: Session, secret: str) -> tuple[Account, str] | None:
    """Return whom a link would sign in and where it leads, without using it up."""
    link = db.get(SignInLink, _hash(secret))
    account = db.get(Account, link.account_id) if link else None
    if link is None or link.used_at is not None or link.expires_at <= now():
        return None
    return (account, link.goes_to) if account and account.active else None


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
    if account is None or not account.active:
        return None
    # From here on it is theirs: nobody else hands over links to it.
    account.invited_by = None
    return account


def void_links(db: Session, account_id: str, goes_to: str = "") -> None:
    """Make links that nobody used yet worthless: all of an account, or those to one place."""
    gone = delete(SignInLink).where(
        SignInLink.account_id == account_id, SignInLink.used_at.is_(None)
    )
    if goes_to:
        gone = gone.where(SignInLink.goes_to.startswith(goes_to, autoescape=True))
    db.execute(gone)
    db.flush()


def local_facilitator(db: Session) -> Account:
    """Return the account that a laptop's own facilitator signs in to, made when first needed.

    Whoever starts the program can always administer it, also when every
    other administrator has been lost.
    """
    account = with_email(db, LOCAL_EMAIL)
    if account is None:
        return add(db, LOCAL_EMAIL, name="Facilitator", role="administrator")
    account.role, account.active = "administrator", True
    return account


def _not_the_last(db: Session, account: Account) -> None:
    # Locked where there are row locks: two who demote each other take turns.
    administrators = db.scalars(
        select(Account)
        .where(Account.role == "administrator", Account.active)
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not any(other.id != account.id for other in administrators):
        raise AccountError(
            f"{account.name or account.email} is the last administrator. "
            "Make somebody else one first."
        )


def _known_as(email: str) -> str:
    email = email.strip().lower()
    if len(email) > 254 or not email.isprintable() or not EMAIL.fullmatch(email):
        raise AccountError(f"{email[:60]!r} is no e-mail address.")
    return email


def _name(name: str) -> str:
    name = " ".join(clean(name).split())
    if len(name) > LONGEST_NAME:
        raise AccountError(f"Keep the name under {LONGEST_NAME} characters.")
    return name


def _role(role: str) -> str:
    if role not in ROLES:
        raise AccountError(f"There is no role {role[:30]!r}; there is {', '.join(ROLES)}.")
    return role


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
