"""Signing in and out; everything that knows Flask-Login is here."""

import re
from typing import Any

from flask import (
    Blueprint,
    Flask,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import (
    LoginManager,
    UserMixin,
    current_user,
    login_required,
    login_user,
    logout_user,
)
from werkzeug.wrappers import Response

from workshop import accounts
from workshop.live.members import LEADERS
from workshop.models import Account
from workshop.web.errors import Problem, wants_json
from workshop.web.services import services

blueprint = Blueprint("account", __name__)

WORTHLESS = (
    "This sign-in link was used already, is too old or was taken back. Ask whoever gave it to "
    "you for another one; whoever runs this program makes one with: "
    "workshop facilitators reset E-MAIL"
)


class SignedIn(UserMixin):
    """The account of the current request, as Flask-Login wants it."""

    def __init__(self, account: Account) -> None:
        self.id = account.id
        self.email = account.email
        self.name = account.name
        self.role = account.role
        self.epoch = account.epoch
        self.leads = account.role in LEADERS
        self.administers = account.role == "administrator"

    def get_id(self) -> str:
        # The epoch rises with every new password, which ends older cookies.
        return f"{self.id}:{self.epoch}"


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.user_loader(_load)
    manager.unauthorized_handler(_unauthorized)
    app.register_blueprint(blueprint)


@blueprint.get("/sign-in")
def sign_in_page() -> Response:
    if current_user.is_authenticated:
        return redirect(url_for("facilitator.desk"))
    return make_response(render_template("account/sign_in.html", next=_next()))


@blueprint.post("/sign-in")
def sign_in() -> Response:
    s = services()
    email = request.form.get("email", "").strip().lower()[:254]
    password = request.form.get("password", "")[:1000]
    s.limiter.before_password(email)
    with s.db.reading() as db:
        account = accounts.with_password(db, email, password)
    if account is None:
        s.limiter.wrong_password(email)
        page = render_template(
            "account/sign_in.html",
            next=_next(),
            email=email,
            problem="E-mail address and password do not fit together. Try again, or ask an "
            "administrator for a sign-in link.",
        )
        return make_response(page, 401)
    login_user(SignedIn(account))
    return redirect(_next() or url_for("facilitator.desk"), 303)


@blueprint.get("/sign-in/<secret>")
def link_page(secret: str) -> Response:
    """Ask before using the link up: mail programs and chats open links to preview them."""
    with services().db.reading() as db:
        found = accounts.look_at_link(db, secret)
    if found is None:
        raise Problem("forbidden", WORTHLESS)
    account, goes_to = found
    return make_response(
        render_template("account/link.html", secret=secret, account=account, goes_to=goes_to)
    )


@blueprint.post("/sign-in/<secret>")
def link(secret: str) -> Response:
    s = services()
    with s.db.transaction() as db:
        found = accounts.look_at_link(db, secret)
        account = accounts.use_link(db, secret)
    if account is None or found is None:
        raise Problem("forbidden", WORTHLESS)
    login_user(SignedIn(account))
    return redirect(found[1] or url_for("facilitator.desk"), 303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    logout_user()
    return redirect(url_for("account.sign_in_page"), 303)


@blueprint.get("/account")
@login_required
def account_page() -> Response:
    return make_response(render_template("account/account.html"))


@blueprint.post("/account")
@login_required
def change_password() -> Response:
    try:
        # Not inside the transaction: it takes a while, and others wait to write.
        hashed = accounts.hashed(request.form.get("password", "")[:1000])
    except accounts.AccountError as error:
        return make_response(render_template("account/account.html", problem=str(error)), 422)
    with services().db.transaction() as db:
        account = db.get_one(Account, current_user.id)
        accounts.set_password(account, hashed)
    login_user(SignedIn(account))
    flash("Your new password is set.")
    return redirect(url_for("account.account_page"), 303)


def _load(user_id: str) -> SignedIn | None:
    account_id, _, epoch = user_id.partition(":")
    with services().db.reading() as db:
        account = db.get(Account, account_id)
    if account is None or not account.active or str(account.epoch) != epoch:
        return None
    return SignedIn(account)


def _unauthorized() -> Any:
    if request.method != "GET" or wants_json():
        raise Problem("sign-in", "Please sign in first.")
    return redirect(url_for("account.sign_in_page", next=request.path), 303)


def _next() -> str:
    """Return where to go after signing in, if it is a path of this site."""
    wanted = request.values.get("next", "")
    return wanted if re.fullmatch(r"/(desk|account|administration)(/[\w./-]*)?", wanted) else ""
