"""Requests whose answers share a commit stay each their own."""

from concurrent.futures import ThreadPoolExecutor

from tests.conftest import submission


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
