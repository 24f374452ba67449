"""Answers for somebody without a phone, entered by a facilitator and marked as such."""

from uuid import uuid4

from sqlalchemy.orm import Session

from workshop.live.acts import log
from workshop.live.join import Join, join
from workshop.live.refusal import Refusal
from workshop.models import Respondent, Workshop
from workshop.schema import Text


def begin(
    db: Session, workshop: Workshop, account_id: str | None, group: str, table: str
) -> Respondent:
    """Return whom the facilitator answers for: a new person of a group, or a table.

    With both it is a person who sits at that table.
    """
    if not group and not table:
        raise Refusal("unknown-group", "Say for whom: choose a stakeholder group or a table.")
    respondent = join(
        db,
        Join(
            code=workshop.code,
            join_id=uuid4().hex,
            stakeholder_group=group,
            locale=workshop.languages[0],
            # The facilitator has told them what is stored; the page asks to confirm that.
            consents={"take_part": True},
            origin="on_behalf",
            table=table,
            as_table=not group,
        ),
    )
    if group:
        whom = str(Text(workshop.group_labels()[group]).in_(workshop.languages[0]))
    else:
        whom = f"table {respondent.table}"
    log(db, workshop, account_id, "on-behalf", whom=whom)
    db.flush()
    return respondent
