"""Who may do what in a workshop: its owner, and whom the owner invited.

Looked up in the database each time it is asked, so that whoever was removed,
or got another role, notices with the next request.
"""

from typing import Literal

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workshop.live.acts import log
from workshop.live.refusal import Refusal
from workshop.models import Account, Member, Workshop

Standing = Literal["read", "lead", "own"]
RANK: dict[str, int] = {"read": 1, "lead": 2, "own": 3}
"""What somebody may do; each rank includes those below it."""
ROLES = {"facilitator": "co-facilitator", "researcher": "researcher"}
MOST = 60
LEADERS = ("facilitator", "administrator")
"""The roles of accounts that may make and lead workshops."""


def standing(db: Session, workshop: Workshop, account_id: str, role: str) -> Standing | None:
    """Return what an account with this role may do in a workshop; None: it is not theirs to see."""
    if workshop.owner_id == account_id:
        may: Standing = "own"
    else:
        member = db.get(Member, (workshop.id, account_id))
        if member is None:
            return None
        may = "lead" if member.role == "facilitator" else "read"
    # Leading needs an account that leads, whatever was agreed here earlier.
    return may if role in LEADERS else "read"


def desk(db: Session, account_id: str, role: str) -> list[tuple[Workshop, Standing]]:
    """Return the workshops of an account, own ones and those it was invited to, newest first."""
    rows = db.execute(
        select(Workshop, Member.role)
        .outerjoin(Member, and_(Member.workshop_id == Workshop.id, Member.account_id == account_id))
        .where(or_(Workshop.owner_id == account_id, Member.account_id.is_not(None)))
        .order_by(Workshop.created_at.desc(), Workshop.id)
    )
    found: list[tuple[Workshop, Standing]] = []
    for workshop, invited_as in rows:
        owns = workshop.owner_id == account_id
        may: Standing = "own" if owns else "lead" if invited_as == "facilitator" else "read"
        found.append((workshop, may if role in LEADERS else "read"))
    return found


def of(db: Session, workshop: Workshop) -> list[tuple[Member, Account]]:
    """Return who was invited, in the order they were."""
    rows = db.execute(
        select(Member, Account)
        .join(Account, Account.id == Member.account_id)
        .where(Member.workshop_id == workshop.id)
        .order_by(Member.invited_at, Account.email)
    )
    return [(member, account) for member, account in rows]


def known_role(role: str) -> str:
    """Return a role that somebody can be invited in; raises Refusal in words for another."""
    if role not in ROLES:
        raise Refusal("invalid", "Choose how this person takes part: leading too, or reading.")
    return role


def may_be_invited(db: Session, workshop: Workshop, account: Account, role: str) -> None:
    """Raise a Refusal, in words, if somebody cannot be invited in this role."""
    known_role(role)
    name = account.name or account.email
    if account.id == workshop.owner_id:
        raise Refusal("invalid", f"{name} owns this workshop and needs no invitation.")
    if not account.active:
        raise Refusal(
            "invalid",
            f"The account of {name} was deactivated. An administrator can reactivate it.",
        )
    if role == "facilitator" and account.role not in LEADERS:
        raise Refusal(
            "invalid",
            f"{name} has a researcher's account, which reads and does not lead. "
            "Invite this person as a researcher, or ask an administrator to change the account.",
        )
    there = db.get(Member, (workshop.id, account.id))
    if there is not None:
        raise Refusal(
            "invalid",
            f"{name} is invited already, as {ROLES[there.role]}. "
            "Remove this person first to invite them in another role.",
        )


def invite(db: Session, workshop: Workshop, by: str, account: Account, role: str) -> Member:
    """Let somebody into a workshop, to lead it too or to read what it holds."""
    may_be_invited(db, workshop, account, role)
    held = select(func.count()).where(Member.workshop_id == workshop.id)
    if (db.scalar(held) or 0) >= MOST:
        raise Refusal("invalid", f"At most {MOST} people can be invited into one workshop.")
    if account.invited_by != by:
        # Two who invite the same person trust that person, not one another.
        account.invited_by = None
    member = Member(workshop_id=workshop.id, account_id=account.id, role=role)
    try:
        with db.begin_nested():
            db.add(member)
    except IntegrityError as error:
        raise Refusal("invalid", f"{account.name or account.email} is invited already.") from error
    log(db, workshop, by, "invite", member=account.id, role=role)
    db.flush()
    return member


def remove(db: Session, workshop: Workshop, by: str, account_id: str) -> Account:
    """Take an invitation back; what this person did here stays in the log."""
    member = _member(db, workshop, account_id)
    log(db, workshop, by, "remove-member", member=account_id, role=member.role)
    db.delete(member)
    db.flush()
    return db.get_one(Account, account_id)


def transfer(db: Session, workshop: Workshop, by: str, account_id: str) -> Account:
    """Make a co-facilitator the owner; who owned it until now becomes a co-facilitator."""
    member = _member(db, workshop, account_id)
    account = db.get_one(Account, account_id)
    if member.role != "facilitator":
        raise Refusal("invalid", "Only a co-facilitator can become the owner.")
    _can_own(account)
    db.delete(member)
    if workshop.owner_id:
        db.add(Member(workshop_id=workshop.id, account_id=workshop.owner_id, role="facilitator"))
    _hand_over(db, workshop, by, account)
    return account


def is_orphaned(workshop: Workshop, owner: Account | None) -> bool:
    """Tell whether nobody is there any more who can own this workshop."""
    return workshop.owner_id is None or owner is None or not _owns(owner)


def adopt(db: Session, workshop: Workshop, by: str, account: Account) -> None:
    """Give a workshop whose owner is gone a new one; an administrator's verb."""
    owner = db.get(Account, workshop.owner_id) if workshop.owner_id else None
    if not is_orphaned(workshop, owner):
        raise Refusal("not-now", "This workshop has an owner, who alone can hand it over.")
    _can_own(account)
    member = db.get(Member, (workshop.id, account.id))
    if member is not None:
        db.delete(member)
    _hand_over(db, workshop, by, account)


def can_own() -> ColumnElement[bool]:
    """Return what selects the accounts that can own a workshop."""
    return and_(Account.active, Account.role.in_(LEADERS))


def _member(db: Session, workshop: Workshop, account_id: str) -> Member:
    member = db.get(Member, (workshop.id, account_id))
    if member is None:
        raise Refusal("not-found", "This person is not invited, or not any more.")
    return member


def _owns(account: Account) -> bool:
    return account.active and account.role in LEADERS


def _can_own(account: Account) -> None:
    if not _owns(account):
        name = account.name or account.email
        raise Refusal("invalid", f"{name} cannot own a workshop: the account does not lead any.")


def _hand_over(db: Session, workshop: Workshop, by: str, account: Account) -> None:
    log(db, workshop, by, "transfer", member=account.id)
    workshop.owner_id = account.id
    # Guests of the owner before are not theirs to sign in for any more.
    members = select(Member.account_id).where(Member.workshop_id == workshop.id)
    for guest in db.scalars(select(Account).where(Account.id.in_(members))):
        guest.invited_by = None
    account.invited_by = None
    db.flush()
