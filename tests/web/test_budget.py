"""What pages weigh on the wire, compressed as a browser asks for them; sizes only, never times."""

import gzip
import re
from urllib.parse import urljoin, urlsplit

import pytest
import rjsmin

from workshop import library
from workshop.config import ROOT
from workshop.live import demo
from workshop.live.conduct import Conductor

KB = 1024
SCRIPTS = ROOT / "static" / "js"
PARTICIPANT_FIRST, PARTICIPANT_FIRST_REQUESTS = 14 * KB, 5
PARTICIPANT_IN_ALL, PARTICIPANT_IN_ALL_REQUESTS = 40 * KB, 12
OWN_SCRIPT = 10 * KB
SCREEN = 60 * KB

REFERS = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"')
IMPORTS = re.compile(r'\b(?:import|from)\s*\(?\s*"(\.[^"]+)"|new URL\("(\.[^"]+)", ?import')
NAMES = re.compile(r'url\("?([^")]+)"?\)')
NOW = re.compile(r'^import\b[^;]*?"(\.[^"]+)"', re.MULTILINE)


class Page:
    """A page and everything that it, its styles and its scripts name."""

    def __init__(self, client, path):
        self.client = client
        self.sizes = {}
        self.page = self.fetch(path)

    def fetch(self, path):
        answer = self.client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, path
        zipped = answer.headers.get("Content-Encoding") == "gzip"
        data = answer.data
        answer.close()
        self.sizes[path] = len(data)
        if path.endswith(".woff2"):  # compressed by its maker
            return ""
        assert zipped or len(data) < KB, f"not compressed: {path}"
        return (gzip.decompress(data) if zipped else data).decode()

    def follow(self, pattern, path, text):
        for found in pattern.finditer(text):
            name = next(group for group in found.groups() if group)
            there = urljoin(path, name)
            if there.startswith("data:") or there in self.sizes:
                continue
            assert not urlsplit(there).netloc, f"third party: {there}"
            yield there, self.fetch(there)

    def load(self, pattern):
        """Fetch what the page names, and then whatever scripts name by `pattern`."""
        waiting = list(self.follow(REFERS, "/", self.page))
        while waiting:
            path, text = waiting.pop()
            if path.endswith(".js") and "/vendor/" not in path:
                waiting += self.follow(pattern, path, text)
            if path.endswith(".css"):  # all that any language may ask for
                waiting += self.follow(NAMES, path, text)
        return self

    @property
    def bytes(self):
        return sum(self.sizes.values())


@pytest.fixture
def participant(db, client, create_account):
    """A participant's browser, with the demo workshop's question open before it."""
    account, material = create_account(), library.load()
    with db.transaction() as session:
        workshop = demo.ensure(session, account.id, material)
        session.refresh(workshop)
        Conductor(session, workshop.id, account.id, material).open(workshop.activities[0].id)
    form = {"stakeholder_group": "civil-society", "take_part": "yes", "join_id": "a" * 32}
    assert client.post(f"/j/{workshop.code}", data=form).status_code == 303
    return client, f"/w/{workshop.code}"


def test_the_first_answer_needs_little(participant):
    page = Page(*participant).load(NOW)
    assert len(page.sizes) <= PARTICIPANT_FIRST_REQUESTS, page.sizes
    assert page.bytes <= PARTICIPANT_FIRST, page.sizes
    assert any(path.endswith("/activities/reactions.js") for path in page.sizes)


def test_the_whole_participant_page_stays_small(participant):
    page = Page(*participant)
    socket = re.search(r'data-socket="([^"]+)"', page.page)[1]
    page.load(IMPORTS)
    list(page.follow(IMPORTS, socket, page.fetch(socket)))
    assert any("/vendor/socket.io/" in path for path in page.sizes)
    # And the stage, the answer and the socket itself.
    assert len(page.sizes) + 3 <= PARTICIPANT_IN_ALL_REQUESTS, page.sizes
    assert page.bytes <= PARTICIPANT_IN_ALL, page.sizes
    own = {p: n for p, n in page.sizes.items() if p.endswith(".js") and "/vendor/" not in p}
    assert sum(own.values()) <= OWN_SCRIPT, own


def test_the_screen_stays_small(app, client, create_workshop):
    workshop = create_workshop(state="revealed")
    key = app.extensions["workshop"].tokens.for_screen(workshop.id)
    page = Page(client, f"/screen/{key}").load(IMPORTS)
    assert any("/vendor/socket.io/" in path for path in page.sizes)
    assert page.bytes <= SCREEN, page.sizes


def test_a_browser_that_takes_no_compression_gets_the_page_as_it_is(participant):
    client, path = participant
    answer = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "<fieldset" in answer.text


@pytest.mark.parametrize("script", sorted(SCRIPTS.rglob("*.js")), ids=lambda file: file.name)
def test_what_makes_scripts_smaller_leaves_their_words_alone(script):
    source = script.read_text("utf-8")
    # rjsmin takes the second of these for the end of the first, and what is between for code.
    assert not re.search(r"`[^`]*\$\{[^}`]*`", source), "a template within a template"
    for words in re.findall(r'"[^"\n]*"', source):
        assert words in rjsmin.jsmin(source) or f"// {words}" in source
