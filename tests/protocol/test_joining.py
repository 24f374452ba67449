"""Coming in over the network: codes, consent, groups, and those who guess."""

import pytest

from tests.protocol.phone import Phone, ask, submission


def join_problem(served, **changes):
    phone = Phone(served.url, **{"code": "QQQQQQ", **changes})
    answer = ask(served.url, "POST", "/api/v1/join", phone.join_body)
    return answer.status, answer.problem


def test_an_unknown_code_is_said_to_be_unknown(served):
    assert join_problem(served) == (404, "unknown-code")
    looked = ask(served.url, "GET", "/api/v1/workshops/QQQQQQ")
    assert (looked.status, looked.problem) == (404, "unknown-code")


def test_somebody_who_guesses_codes_does_not_shut_the_door_for_others(served, create_workshop):
    for _ in range(25):
        assert join_problem(served) == (404, "unknown-code")
    Phone(served.url, create_workshop().code).join()


def test_a_browser_that_guesses_codes_is_slowed_down(served):
    for _ in range(20):
        ask(served.url, "GET", "/api/v1/workshops/QQQQQQ", Cookie="device=guessing")
    last = ask(served.url, "GET", "/api/v1/workshops/QQQQQQ", Cookie="device=guessing")
    assert (last.status, last.problem) == (429, "too-many")
    assert int(last.headers["Retry-After"]) > 0


def test_a_workshop_that_ended_takes_nobody_in(served, create_workshop):
    workshop = create_workshop(state="ended")
    assert join_problem(served, code=workshop.code) == (410, "ended")


def test_a_workshop_that_has_not_begun_says_so(served, create_workshop):
    workshop = create_workshop(state="draft")
    assert join_problem(served, code=workshop.code) == (409, "not-started")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"group": "martians"}, "unknown-group"),
        ({"consents": {}}, "consent-missing"),
        ({"consents": {"take_part": "yes"}}, "invalid"),
        ({"join_id": "short"}, "invalid"),
        ({"join_id": "a" * 65}, "invalid"),
        ({"join_id": "../../etc/passwd....."}, "invalid"),
        ({"telephone": "+49"}, "invalid"),
    ],
)
def test_a_join_that_lacks_something_says_what(served, create_workshop, changes, problem):
    workshop = create_workshop()
    assert join_problem(served, code=workshop.code, **changes) == (422, problem)


def test_a_typed_code_may_have_small_letters_spaces_and_hyphens(served, create_workshop):
    code = create_workshop().code
    Phone(served.url, f" {code[:3].lower()}-{code[3:].lower()} ").join()


def test_the_same_join_id_is_the_same_person_and_another_is_another(served, create_workshop):
    workshop = create_workshop()
    phone = Phone(served.url, workshop.code)
    first, again = (ask(served.url, "POST", "/api/v1/join", phone.join_body) for _ in range(2))
    other = ask(served.url, "POST", "/api/v1/join", Phone(served.url, workshop.code).join_body)
    assert first.json == again.json
    assert other.json["respondent"] != first.json["respondent"]


def test_simulated_people_of_an_earlier_rehearsal_stay_out_of_real_answers(
    served, create_workshop, phone
):
    workshop = create_workshop()
    rehearsed = phone(workshop, simulated=True)
    real = phone(workshop)
    assert real.receipts(submission(real.stage().json["activity"]))[0]["status"] == "saved"
    again = ask(served.url, "POST", "/api/v1/join", rehearsed.join_body)
    assert (again.status, again.problem) == (409, "real-answers")
