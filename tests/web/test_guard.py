"""Changes are taken from the page itself only, and every answer carries its headers."""

import pytest


def test_a_form_posted_by_another_site_is_refused(client, create_workshop):
    code = create_workshop().code
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ):
        assert client.post(f"/j/{code}", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}]
)
def test_the_pages_own_form_is_taken(client, create_workshop, headers):
    code = create_workshop().code
    assert client.post(f"/j/{code}", headers=headers).status_code == 422  # chose no group


def test_pages_allow_nothing_from_elsewhere_and_are_not_kept_by_caches(client):
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_code_cannot_be_walked_by_one_device_and_right_ones_are_refused_meanwhile(
    client, create_workshop
):
    code = create_workshop().code
    client.get("/j/ZZZZZZ")  # gets the device cookie
    statuses = [client.get("/j/ZZZZZZ").status_code for _ in range(21)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    blocked = client.get(f"/j/{code}")
    assert blocked.status_code == 429
    assert blocked.headers["Retry-After"] == "60"


def test_wrong_codes_of_one_device_do_not_lock_out_the_rest_of_the_room(app, create_workshop):
    code = create_workshop().code
    walker, neighbour = app.test_client(), app.test_client()
    for _ in range(25):
        walker.get("/j/ZZZZZZ")
    assert neighbour.get(f"/j/{code}").status_code == 200


def test_passwords_cannot_be_tried_without_end(client, create_account):
    create_account(password="correct horse battery")
    form = {"email": "fatima@city.example", "password": "wrong"}
    statuses = [client.post("/sign-in", data=form).status_code for _ in range(11)]
    assert (statuses[0], statuses[-1]) == (401, 429)
    spaced = {**form, "email": "  Fatima@city.example "}
    assert client.post("/sign-in", data=spaced).status_code == 429


def test_signing_in_goes_on_to_pages_of_this_site_only(client, create_account):
    create_account(password="correct horse battery")
    form = {"email": "fatima@city.example", "password": "correct horse battery"}
    for wanted, goes in [
        ("/desk/cases", "/desk/cases"),
        ("//evil.example", "/desk/"),
        ("https://evil.example", "/desk/"),
        ("/\t/evil.example", "/desk/"),
        ("/\n/evil.example", "/desk/"),
    ]:
        answer = client.post("/sign-in", data={**form, "next": wanted})
        assert answer.headers["Location"] == goes


def test_a_new_password_signs_other_browsers_out(app, create_account):
    create_account(password="correct horse battery")
    form = {"email": "fatima@city.example", "password": "correct horse battery"}
    old, new = app.test_client(), app.test_client()
    for browser in (old, new):
        assert browser.post("/sign-in", data=form).status_code == 303
    changed = new.post("/account", data={"password": "another long one"})
    assert changed.status_code == 303
    assert new.get("/account").status_code == 200
    assert old.get("/account").status_code == 303


def test_too_large_a_request_is_told_in_words(client):
    answer = client.post("/api/v1/responses", data=b"x" * 2_000_000)
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_an_error_page_speaks_to_people_and_an_error_of_the_protocol_to_programs(client):
    assert b"There is nothing at this address" in client.get("/nowhere").data
    assert client.get("/api/v1/nowhere").json["type"] == "urn:workshop:problem:not-found"
