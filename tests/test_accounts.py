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
    accounts.set_password(account, "correct horse battery")
    account.active = False
    assert accounts.with_password(session, "ana@city.example", "correct horse battery") is None
    assert accounts.use_link(session, accounts.mint_link(session, account)) is None


def test_bad_accounts_are_refused_in_words(session):
    accounts.add(session, "ana@city.example")
    with pytest.raises(accounts.AccountError, match="already"):
        accounts.add(session, "ANA@city.example ")
    with pytest.raises(accounts.AccountError, match="no e-mail"):
        accounts.add(session, "ana")
    with pytest.raises(accounts.AccountError, match="at least 10"):
        accounts.add(session, "bo@city.example", password="short")
