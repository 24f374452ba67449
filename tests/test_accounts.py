from datetime import timedelta

import pytest
from sqlalchemy import update

from workshop import accounts
from workshop.db import now
from workshop.models import SignInLink


def test_a_link_signs_in_exactly_once(session):
    account = accounts.add(session, "Ana@City.example")
    secret = accounts.mint_link(session, account)
    assert accounts.use_link(session, secret).email == "ana@city.example"
    assert accounts.use_link(session, secret) is None


def test_an_old_or_invented_link_signs_nobody_in(session):
    account = accounts.add(session, "ana@city.example")
    secret = accounts.mint_link(session, account)
    session.execute(update(SignInLink).values(expires_at=now() - timedelta(seconds=1)))
    assert accounts.use_link(session, secret) is None
    assert accounts.use_link(session, "invented") is None


def test_a_password_signs_in_whoever_has_it_and_nobody_else(session):
    account = accounts.add(session, "ana@city.example", password="correct horse battery")
    assert accounts.with_password(session, "ANA@city.example", "correct horse battery") is account
    assert accounts.with_password(session, "ana@city.example", "wrong") is None
    assert accounts.with_password(session, "nobody@city.example", "wrong") is None


def test_an_account_without_password_or_put_out_of_use_cannot_sign_in(session):
    account = accounts.add(session, "ana@city.example")
    assert accounts.with_password(session, "ana@city.example", "") is None
    accounts.set_password(account, accounts.hashed("correct horse battery"))
    account.active = False
    assert accounts.with_password(session, "ana@city.example", "correct horse battery") is None
    assert accounts.use_link(session, accounts.mint_link(session, account)) is None


def test_bad_accounts_are_refused_in_words(session):
    accounts.add(session, "ana@city.example")
    with pytest.raises(accounts.AccountError, match="already"):
        accounts.add(session, "ANA@city.example ")
    with pytest.raises(accounts.AccountError, match="no e-mail"):
        accounts.add(session, "ana")
    with pytest.raises(accounts.AccountError, match="no role"):
        accounts.add(session, "bo@city.example", role="emperor")
    with pytest.raises(accounts.AccountError, match="at least 10"):
        accounts.add(session, "bo@city.example", password="short")


def test_a_link_says_whom_it_signs_in_and_where_it_leads_without_being_used_up(session):
    account = accounts.add(session, "ana@city.example")
    secret = accounts.mint_link(session, account, "/desk/1/console")
    assert accounts.look_at_link(session, secret) == (account, "/desk/1/console")
    assert accounts.use_link(session, secret) is account
    assert accounts.look_at_link(session, secret) is None
    assert accounts.look_at_link(session, "invented") is None


def test_voided_links_are_those_of_one_account_to_one_place(session):
    ana, bo = (accounts.add(session, f"{name}@city.example") for name in ("ana", "bo"))
    here = accounts.mint_link(session, ana, "/desk/1/console")
    elsewhere = accounts.mint_link(session, ana, "/desk/2")
    bos = accounts.mint_link(session, bo, "/desk/1/console")
    accounts.void_links(session, ana.id, "/desk/1")
    assert accounts.use_link(session, here) is None
    accounts.void_links(session, ana.id, "/desk/%")
    assert accounts.use_link(session, elsewhere) is ana
    assert accounts.use_link(session, bos) is bo


def test_with_the_first_sign_in_a_guests_account_becomes_their_own(session):
    host = accounts.add(session, "ana@city.example")
    guest = accounts.add(session, "bo@city.example", invited_by=host.id)
    accounts.use_link(session, accounts.mint_link(session, guest))
    assert guest.invited_by is None


def test_the_laptops_own_facilitator_administers_whatever_happened_before(session):
    local = accounts.local_facilitator(session)
    assert local.role == "administrator"
    other = accounts.add(session, "ana@city.example", role="administrator")
    accounts.change(session, local, role="facilitator")
    accounts.deactivate(session, local)
    assert accounts.local_facilitator(session) is local
    assert (local.role, local.active) == ("administrator", True)
    accounts.deactivate(session, other)
    with pytest.raises(accounts.AccountError, match="last administrator"):
        accounts.deactivate(session, local)


@pytest.mark.parametrize("email", ["a\x00b@x.example", "\u202ea@x.example", "a@x.example\n"])
def test_signs_that_nobody_can_see_are_in_no_address(session, email):
    assert accounts.with_email(session, email.strip("\n") + "\x00") is None
    if email.endswith("\n"):
        assert accounts.add(session, email).email == "a@x.example"
        return
    with pytest.raises(accounts.AccountError, match="no e-mail"):
        accounts.add(session, email)
