"""The log as people read it: who did what, when, about which activity, and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.live import members
from workshop.live.acts import WORDS
from workshop.models import Account, Act, Activity, Workshop

PAGE = 50
NOBODY = "Somebody"
"""Who stands for an act whose account is not known here, as after an import."""
NEWEST = 2**62


@dataclass(frozen=True)
class Entry:
    """One act in words; everything in it may hold what somebody typed."""

    seq: int
    at: datetime
    who: str
    what: str
    about: dict[str, str] | None
    gone: bool
    round: int
    why: str


def page(db: Session, workshop: Workshop, before: int = NEWEST) -> tuple[list[Entry], int | None]:
    """Return acts older than number `before`, newest first, and where the next page begins."""
    acts = db.scalars(
        select(Act)
        .where(Act.workshop_id == workshop.id, Act.seq < min(before, NEWEST))
        .order_by(Act.seq.desc())
        .limit(PAGE + 1)
    ).all()
    more = acts[PAGE - 1].seq if len(acts) > PAGE else None
    acts = acts[:PAGE]
    concerned = {act.account_id for act in acts} | {_member(act) for act in acts}
    names = {
        account.id: account.name or account.email
        for account in db.scalars(select(Account).where(Account.id.in_(concerned - {None})))
    }
    titles: dict[str, dict[str, str]] = dict(
        db.execute(
            select(Activity.id, Activity.title).where(Activity.workshop_id == workshop.id)
        ).all()
    )
    return [_entry(act, names, titles) for act in acts], more


def _entry(act: Act, names: dict[str, str], titles: dict[str, dict[str, str]]) -> Entry:
    detail = act.detail if isinstance(act.detail, dict) else {}
    said: defaultdict[str, Any] = defaultdict(lambda: "?", detail)
    said["member"] = names.get(_member(act) or "", "somebody")
    said["role"] = members.ROLES.get(str(detail.get("role")), "?")
    round_ = detail.get("round")
    return Entry(
        seq=act.seq,
        at=act.at,
        who=names.get(act.account_id or "", NOBODY),
        # An archive of a newer program can bring verbs that have no words here.
        what=WORDS.get(act.verb, "did “{verb}”").format_map(said | {"verb": act.verb}),
        about=titles.get(act.activity_id) if act.activity_id else None,
        gone=act.activity_id is not None and act.activity_id not in titles,
        round=round_ if isinstance(round_, int) else 1,
        why=str(detail.get("why") or ""),
    )


def _member(act: Act) -> str | None:
    member = act.detail.get("member") if isinstance(act.detail, dict) else None
    return member if isinstance(member, str) else None
