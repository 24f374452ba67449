"""Who may do what: every route of the desk is in a table here, and keeps to it."""

import re

import pytest

from workshop.web.facilitator import downloads, rehearsal

OWNER, HELPER, READER, STRANGER = (
    "fatima@city.example",
    "bert@town.example",
    "rana@university.example",
    "sam@elsewhere.example",
)

# What a route of a workshop needs there: to read, to lead, or to own.
IN_A_WORKSHOP = {
    "page": "read",
    "poster": "read",
    "preview": "read",
    "log": "read",
    "export": "read",
    "tables": "read",
    "table_results": "read",
    "on_behalf_page": "lead",
    "answer_on_behalf": "lead",
    "console": "lead",
    "console_panel": "lead",
    "words": "lead",
    "words_panel": "lead",
    "decide_words": "lead",
    "conduct": "lead",
    "conduct_activity": "lead",
    "edit_page": "lead",
    "edit": "lead",
    "new_activity_page": "lead",
    "new_activity": "lead",
    "edit_activity_page": "lead",
    "edit_activity": "lead",
    "move_activity": "lead",
    "remove_activity": "lead",
    "wording_page": "lead",
    "correct_wording": "lead",
    "rehearse": "lead",
    "clear_rehearsal": "lead",
    "duplicate": "lead",
    "participants": "lead",
    "erase_page": "lead",
    "erase": "lead",
    "people": "lead",
    "invite": "own",
    "renew_link": "own",
    "remove_member": "own",
    "make_owner": "own",
    "delete_page": "own",
    "delete": "own",
}
# What needs an account that leads, and what everybody may who is signed in.
MAKES = {
    "new_page",
    "new",
    "start_from_guide",
    "use_case",
    "new_case_page",
    "new_case",
    "edit_case_page",
    "edit_case",
    "delete_case",
    "import_page",
    "import_cases",
    "import_preview",
    "confirm_import",
    "drop_import",
}
OPEN = {
    "desk",
    "workshops",
    "guides",
    "guide",
    "cases",
    "case",
    "pattern",
    "missing_texts",
    "case_template_file",
    "export_cases",
}


def routes(app, blueprint):
    for rule in app.url_map.iter_rules():
        name, _, view = rule.endpoint.partition(".")
        if name == blueprint:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule, view, method


def path_of(app, rule, **values):
    verbs = re.findall(r"any\((\w+)", rule.rule)
    known = {
        "kind_name": "reactions",
        "format_": "xlsx",
        "verb": verbs[0] if verbs else "",
        "which": "booklet",
        "slug": "reactions" if "/guides/" in rule.rule else "revert",
        "pattern_id": "x",
        "staged_id": "x",
        **values,
    }
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})


@pytest.fixture
def ask(app, create_workshop, invite, join_as, browser_of, monkeypatch):
    """Go through all routes of a workshop as somebody; a fresh workshop for each."""
    monkeypatch.setattr(downloads, "PROGRAM", ["false"])
    monkeypatch.setattr(rehearsal, "PROGRAM", ["true"])

    def asked(who):
        browser = browser_of(who)
        for rule, view, method in routes(app, "facilitator"):
            if "workshop_id" not in rule.arguments:
                continue
            workshop = create_workshop(owner=OWNER)
            helper = invite(workshop, HELPER)
            invite(workshop, READER, "researcher")
            path = path_of(
                app,
                rule,
                workshop_id=workshop.id,
                activity_id=workshop.activities[0].id,
                account_id=helper.id,
                respondent_id=join_as(workshop).id,
            )
            answer = browser.open(path, method=method)
            yield view, method, answer

    return asked


def test_every_route_of_the_desk_is_in_the_table(app):
    for rule, view, _ in routes(app, "facilitator"):
        table = IN_A_WORKSHOP if "workshop_id" in rule.arguments else MAKES | OPEN
        assert view in table, f"{rule.rule}: decide who may do this"


def test_for_a_stranger_no_route_of_a_workshop_exists(ask):
    tried = 0
    for view, method, answer in ask(STRANGER):
        assert answer.status_code == 404, (view, method)
        assert "A safer square" not in answer.text
        tried += 1
    assert tried >= len(IN_A_WORKSHOP)


def test_an_administrator_who_is_not_invited_is_a_stranger_too(ask, create_account):
    create_account(STRANGER, role="administrator")
    for view, method, answer in ask(STRANGER):
        assert answer.status_code == 404, (view, method)


def test_a_researcher_reads_and_is_told_in_words_what_is_not_theirs(ask):
    for view, method, answer in ask(READER):
        if IN_A_WORKSHOP[view] == "read":
            assert answer.status_code not in (403, 404), (view, method)
        else:
            assert answer.status_code == 403, (view, method)
            assert re.search("invited to read this workshop|Only the owner", answer.text), view


def test_a_co_facilitator_does_everything_but_what_owners_do(ask):
    for view, method, answer in ask(HELPER):
        refused = IN_A_WORKSHOP[view] == "own"
        assert (answer.status_code in (403, 404)) == refused, (view, method, answer.status_code)
        if refused:
            assert "Only the owner" in answer.text


def test_the_owner_may_do_all_of_it(ask):
    for view, method, answer in ask(OWNER):
        if view == "renew_link":
            # Even an owner makes no link to an account that others made.
            assert answer.status_code == 403
            continue
        assert answer.status_code not in (403, 404), (view, method)


def test_a_researchers_account_makes_nothing_and_sees_the_cases(app, browser_of):
    browser = browser_of(READER, role="researcher")
    for rule, view, method in routes(app, "facilitator"):
        if "workshop_id" in rule.arguments:
            continue
        answer = browser.open(path_of(app, rule), method=method)
        assert (answer.status_code == 403) == (view in MAKES), (view, method)
        if view in MAKES:
            assert "Your account is a researcher" in answer.text
    assert browser.get("/desk/cases/revert").status_code == 200
    assert "Use this case" not in browser.get("/desk/cases/revert").text
    assert "/desk/cases/new" not in browser.get("/desk/cases").text
    assert "Start from this guide" not in browser.get("/desk/guides/your-first-workshop").text


@pytest.mark.parametrize("role", ["facilitator", "researcher"])
def test_administration_is_for_administrators(app, browser_of, role):
    browser = browser_of(HELPER, role=role)
    for rule, _, method in routes(app, "administration"):
        path = path_of(app, rule, account_id="x", workshop_id="x")
        answer = browser.open(path, method=method)
        assert answer.status_code == 403, path
        assert "for administrators" in answer.text
        assert app.test_client().open(path, method=method).status_code in (303, 401)
    assert "/administration" not in browser.get("/desk/").text


def test_a_new_role_counts_from_the_next_click_on(db, create_workshop, browser_of):
    from workshop import accounts

    workshop = create_workshop(owner=OWNER)
    browser = browser_of(OWNER)
    assert browser.get(f"/desk/{workshop.id}/console").status_code == 200
    with db.transaction() as session:
        accounts.change(session, accounts.with_email(session, OWNER), role="researcher")
    assert browser.get(f"/desk/{workshop.id}/console").status_code == 403
    assert browser.get(f"/desk/{workshop.id}").status_code == 200
    assert browser.get("/desk/new").status_code == 403


def test_the_console_of_the_live_channel_opens_for_those_who_lead(
    app, create_workshop, invite, browser_of
):
    socketio = app.extensions["workshop"].hub.socketio
    workshop = create_workshop(owner=OWNER)
    invite(workshop, HELPER)
    invite(workshop, READER, "researcher")

    def let_in(email):
        line = socketio.test_client(
            app, flask_test_client=browser_of(email), auth={"console": workshop.id}
        )
        return line.is_connected()

    assert [let_in(who) for who in (OWNER, HELPER, READER, STRANGER)] == [True, True, False, False]
