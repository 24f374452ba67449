"""Accounts: listed, made, changed, put out of use; a link instead of a forgotten password."""

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop import accounts as book
from workshop.models import Account, Member, Workshop
from workshop.web.addresses import outside
from workshop.web.administration.blueprint import blueprint
from workshop.web.errors import Problem
from workshop.web.services import services


@blueprint.get("/accounts")
def accounts() -> Response:
    with services().db.reading() as db:
        return _list_page(db)


@blueprint.post("/accounts")
def add_account() -> Response:
    try:
        with services().db.transaction() as db:
            account = book.add(
                db,
                request.form.get("email", ""),
                name=request.form.get("name", ""),
                role=request.form.get("role", ""),
            )
            return _handover(db, account, made=True)
    except book.AccountError as problem:
        with services().db.reading() as db:
            return _list_page(db, str(problem), 422)


@blueprint.get("/accounts/<account_id>")
def account(account_id: str) -> Response:
    with services().db.reading() as db:
        return _page(db, _account(db, account_id))


@blueprint.post("/accounts/<account_id>")
def change_account(account_id: str) -> Response:
    try:
        with services().db.transaction() as db:
            account = _account(db, account_id)
            book.change(
                db,
                account,
                name=request.form.get("name", ""),
                role=request.form.get("role", ""),
            )
    except book.AccountError as problem:
        return _not_so(account_id, problem)
    flash("The account is changed.")
    return _back_to(account_id)


@blueprint.post("/accounts/<account_id>/link")
def new_link(account_id: str) -> Response:
    """Make a link that signs in once, to hand over: the way back for a forgotten password."""
    with services().db.transaction() as db:
        account = _account(db, account_id)
        if not account.active:
            raise Problem("not-now", "This account is deactivated. Reactivate it first.")
        book.void_links(db, account.id)
        return _handover(db, account)


@blueprint.post("/accounts/<account_id>/deactivate")
def deactivate_account(account_id: str) -> Response:
    try:
        with services().db.transaction() as db:
            account = _account(db, account_id)
            book.deactivate(db, account)
    except book.AccountError as problem:
        return _not_so(account_id, problem)
    flash(f"{account.email} is signed out everywhere and cannot sign in any more.")
    return _back_to(account_id)


@blueprint.post("/accounts/<account_id>/reactivate")
def reactivate_account(account_id: str) -> Response:
    with services().db.transaction() as db:
        book.reactivate(db, _account(db, account_id))
    flash("The account can sign in again.")
    return _back_to(account_id)


def _account(db: Session, account_id: str) -> Account:
    found = db.get(Account, account_id)
    if found is None:
        raise Problem("not-found", "There is no such account.")
    return found


def _handover(db: Session, account: Account, *, made: bool = False) -> Response:
    secret = book.mint_link(db, account)
    return make_response(
        render_template(
            "administration/handover.html",
            account=account,
            made=made,
            address=outside(f"/sign-in/{secret}"),
        )
    )


def _not_so(account_id: str, problem: Exception) -> Response:
    with services().db.reading() as db:
        return _page(db, _account(db, account_id), str(problem), 422)


def _back_to(account_id: str) -> Response:
    return redirect(url_for("administration.account", account_id=account_id), 303)


def _list_page(db: Session, problem: str = "", status: int = 200) -> Response:
    page = render_template(
        "administration/accounts.html",
        accounts=db.scalars(
            select(Account).order_by(Account.active.desc(), Account.name, Account.email)
        ).all(),
        owned=dict(
            db.execute(select(Workshop.owner_id, func.count()).group_by(Workshop.owner_id)).all()
        ),
        roles=book.ROLES,
        problem=problem,
    )
    return make_response(page, status)


def _page(db: Session, account: Account, problem: str = "", status: int = 200) -> Response:
    held = select(func.count()).where(Workshop.owner_id == account.id)
    invited = select(func.count()).where(Member.account_id == account.id)
    page = render_template(
        "administration/account.html",
        account=account,
        owned=db.scalar(held) or 0,
        invited=db.scalar(invited) or 0,
        roles=book.ROLES,
        problem=problem,
    )
    return make_response(page, status)
