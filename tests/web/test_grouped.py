"""Requests whose answers share a commit stay each their own."""

from concurrent.futures import ThreadPoolExecutor

from limits import parse

from tests.conftest import submission
from workshop.web import limiter


def test_each_of_many_answers_at_once_is_its_senders(app, client, create_workshop, db):
    workshop = create_workshop()
    tokens = {}
    for number in range(12):
        joined = client.post(
            "/api/v1/join",
            json={
                "code": workshop.code,
                "join_id": f"phone-{number:016}",
                "stakeholder_group": "media",
                "consents": {"take_part": True},
            },
        ).json
        tokens[joined["respondent"]] = joined["token"]

    def answer(token):
        return app.test_client().post(
            "/api/v1/responses",
            json={"responses": [submission(workshop, reaction="refine", text=token)]},
            headers={"Authorization": f"Bearer {token}"},
        )

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(answer, tokens.values()))
    assert {a.json["receipts"][0]["status"] for a in answers} == {"saved"}
    for respondent, token in tokens.items():
        mine = client.get("/api/v1/stage", headers={"Authorization": f"Bearer {token}"}).json
        assert [m["answer"]["text"] for m in mine["mine"]] == [token], respondent


def test_what_a_join_may_carry_has_a_size(client, create_workshop):
    join = {
        "code": create_workshop().code,
        "join_id": "a" * 20,
        "stakeholder_group": "media",
        "consents": {"take_part": True, "x" * 9000: True},
    }
    assert client.post("/api/v1/join", json=join).status_code == 422


def test_plain_forms_are_limited_as_answers_are(client, create_workshop, monkeypatch):
    monkeypatch.setattr(limiter, "ANSWERS", parse("20/minute"))
    workshop = create_workshop()
    form = {"stakeholder_group": "media", "take_part": "yes", "join_id": "a" * 20}
    client.post(f"/j/{workshop.code}", data=form)
    answer = {"activity_id": workshop.activities[0].id, "reaction.lights": "confirm"}
    path = f"/w/{workshop.code}/answers"
    assert [client.post(path, data=answer).status_code for _ in range(3)] == [303, 303, 429]
