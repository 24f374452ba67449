"""Join codes at the door: read as people type them, never to be walked through."""

from workshop.web.limiter import WRONG_CODES_BY_DEVICE


def test_codes_are_read_as_people_type_them(client, create_workshop):
    code = create_workshop().code
    typed = f" {code[:3].lower()}-{code[3:]} "
    answer = client.get("/", query_string={"code": typed})
    assert answer.headers["Location"] == f"/j/{code}"


def test_codes_cannot_be_walked_neither_by_page_nor_by_form(client):
    client.get("/j/ZZZZZ2")  # from now on this browser has a mark
    for number in range(WRONG_CODES_BY_DEVICE.amount):
        path = f"/j/ZZZZ{number:02}"
        (client.post(path, data={}) if number % 2 else client.get(path))
    assert client.get("/j/ZZZZZ3").status_code == 429
    assert client.post("/j/ZZZZZ3", data={}).status_code == 429


def test_others_who_mistype_do_not_lock_out_who_comes_for_the_first_time(app, create_workshop):
    for number in range(WRONG_CODES_BY_DEVICE.amount + 1):
        assert app.test_client().get(f"/j/ZZZZ{number:02}").status_code == 404
    assert app.test_client().get(f"/j/{create_workshop().code}").status_code == 200
