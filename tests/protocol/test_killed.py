"""The promise: what was acknowledged is there exactly once, through kill -9 and restart."""

import pytest

from tests.protocol.rooms import archived, open_first_activity
from tests.protocol.storm import check, storm


@pytest.mark.parametrize(
    "kills",
    [2, pytest.param(10, marks=[pytest.mark.slow, pytest.mark.timeout(600)])],
)
def test_every_acknowledged_answer_is_there_once_and_every_waiting_one_arrives(
    server, tmp_path, kills
):
    demo = server.demo()
    activity = open_first_activity(server.url, demo)
    phones = storm(server, demo["code"], activity, kills)
    check(phones, archived(server, demo["code"], tmp_path))
    for phone in phones:
        newest = {}
        for sent in phone.pressed.values():
            newest[sent["answer"]["item"]] = sent["edit"]
        mine = phone.phone.stage().json["mine"]
        assert {answer["slot"]: answer["edit"] for answer in mine} == newest
