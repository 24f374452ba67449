"""Coming in: a pseudonym and a group, the same person however often it is sent."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.conftest import submission
from workshop.live.codes import ALPHABET, normal, spaced
from workshop.live.join import Join, consent_text, join, leave, locale_for
from workshop.live.refusal import Refusal
from workshop.live.respond import respond
from workshop.models import Respondent

GROUP = "civil-society"


def request(workshop, **kwargs):
    return Join(
        **{
            "code": workshop.code,
            "join_id": "a-phone-minted-this-1",
            "stakeholder_group": GROUP,
            "consents": {"take_part": True},
            **kwargs,
        }
    )


def refusal(db, workshop, **kwargs):
    with pytest.raises(Refusal) as caught, db.transaction() as session:
        join(session, request(workshop, **kwargs))
    return caught.value


def test_a_participant_gets_a_random_pseudonym_and_keeps_the_consent_that_was_shown(
    db, create_workshop
):
    workshop = create_workshop()
    with db.transaction() as session:
        ana = join(session, request(workshop))
    assert ana.consents == {"take_part": True, "version": 1}
    assert len(ana.id) == 36


def test_a_join_sent_twice_is_one_person_even_at_the_same_moment(db, create_workshop):
    workshop = create_workshop()

    def once(_):
        with db.transaction() as session:
            return join(session, request(workshop)).id

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(once, range(16)))
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Respondent)) == len(ids) == 1


def test_the_same_join_id_in_another_workshop_is_another_person(db, create_workshop):
    first, second = create_workshop(), create_workshop()
    with db.transaction() as session:
        assert join(session, request(first)).id != join(session, request(second)).id


def test_codes_are_taken_as_people_type_them(db, create_workshop):
    workshop = create_workshop()
    typed = f" {spaced(workshop.code).lower().replace(' ', '-')} "
    with db.transaction() as session:
        assert join(session, request(workshop, code=typed)).workshop_id == workshop.id


def test_codes_hold_no_letters_that_look_alike():
    assert not set("01OILUV") & set(ALPHABET)
    assert normal("k7m-2 qx") == "K7M2QX"


def test_whoever_cannot_join_is_told_why(db, create_workshop):
    live, draft, ended = (
        create_workshop(),
        create_workshop(state="draft"),
        create_workshop(state="ended"),
    )
    assert refusal(db, live, code="ZZZZZZ").code == "unknown-code"
    assert refusal(db, draft).code == "not-started"
    assert refusal(db, ended).code == "ended"
    assert refusal(db, live, stakeholder_group="martians").code == "unknown-group"
    assert refusal(db, live, consents={}).code == "consent-missing"
    assert refusal(db, live, consents={"take_part": False}).code == "consent-missing"


def test_somebody_who_joined_before_the_end_still_gets_in_to_look_back(
    db, create_workshop, conduct
):
    workshop = create_workshop()
    with db.transaction() as session:
        ana = join(session, request(workshop))
    conduct(workshop, "end")
    with db.transaction() as session:
        assert join(session, request(workshop)).id == ana.id


def test_simulated_participants_stay_out_where_real_people_answered(db, create_workshop, join_as):
    workshop = create_workshop()
    ana = join_as(workshop)
    with db.transaction() as session:
        respond(session, ana, [submission(workshop)], "phone")
    assert refusal(db, workshop, join_id="x" * 20, origin="simulated").code == "real-answers"
    with db.transaction() as session:
        told = request(workshop, join_id="x" * 20, origin="simulated", into_real=True)
        assert join(session, told).origin == "simulated"


def test_leaving_is_noted_and_coming_back_undoes_it(db, create_workshop):
    workshop = create_workshop()
    with db.transaction() as session:
        ana = join(session, request(workshop))
        leave(session, ana)
        assert ana.left_at is not None
        assert join(session, request(workshop)).left_at is None


def test_a_phone_gets_the_workshops_language_nearest_to_its_own(create_workshop):
    workshop = create_workshop(languages=("de", "en"))
    assert [locale_for(workshop, wanted) for wanted in ("en-GB", "de_AT", "fr", "")] == [
        "en",
        "de",
        "de",
        "de",
    ]


def test_consent_names_the_day_until_which_answers_are_kept(create_workshop):
    workshop = create_workshop()
    assert consent_text(workshop, "en").endswith(f"kept until {workshop.keep_until.isoformat()}.")
