"""Since when a round has been on."""

from sqlalchemy import select

from workshop.live import clock
from workshop.models import Act, Workshop


def _opened_at(session, workshop):
    query = select(Act.at).where(Act.workshop_id == workshop.id, Act.verb == "open")
    return list(session.scalars(query.order_by(Act.seq)))


def test_a_round_that_is_opened_again_goes_on_and_a_second_one_begins_anew(
    db, create_workshop, conduct
):
    workshop = create_workshop(activities=2)
    first = workshop.activities[0].id
    conduct(workshop, "close", first)
    conduct(workshop, "open", first)
    with db.reading() as session:
        here = session.get_one(Workshop, workshop.id)
        assert clock.began(session, here) == {first: _opened_at(session, here)[0]}
    conduct(workshop, "again", first)
    with db.reading() as session:
        here = session.get_one(Workshop, workshop.id)
        assert clock.began(session, here) == {first: _opened_at(session, here)[2]}


def test_where_the_log_is_silent_the_first_opening_counts(db, create_workshop):
    workshop = create_workshop()
    with db.transaction() as session:
        session.query(Act).delete()
        here = session.get_one(Workshop, workshop.id)
        assert clock.began(session, here) == {here.activities[0].id: here.activities[0].opened_at}
