"""Downloads from the desk."""

import json
import zipfile
from io import BytesIO

import pytest

from workshop import exports
from workshop.web.facilitator import downloads


def test_every_format_is_offered_and_downloads_under_a_speaking_name(sign_in, create_workshop):
    workshop = create_workshop(state="ended")
    client = sign_in()
    page = client.get(f"/desk/{workshop.id}").text
    for name in exports.FORMATS:
        path = f"/desk/{workshop.id}/export/{name}"
        assert f'href="{path}"' in page
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        assert "attachment" in answer.headers["Content-Disposition"]
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        if name in ("json", "pool"):
            assert json.loads(answer.data)["responses"] == []
        else:
            assert zipfile.ZipFile(BytesIO(answer.data)).testzip() is None


def test_an_unknown_format_says_which_there_are(sign_in, create_workshop):
    answer = sign_in().get(f"/desk/{create_workshop().id}/export/exe")
    assert answer.status_code == 404
    assert "xlsx" in answer.text


@pytest.mark.parametrize("broken", ["false", "no-such-program-here"])
def test_an_export_that_fails_says_so_and_leaves_nothing_behind(
    sign_in, create_workshop, monkeypatch, broken, tmp_path
):
    monkeypatch.setattr(downloads, "PROGRAM", [broken])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answer = sign_in().get(f"/desk/{create_workshop().id}/export/json")
    assert answer.status_code == 500
    assert "Nothing is lost" in answer.text
    assert not list(tmp_path.glob("workshop-export-*"))
