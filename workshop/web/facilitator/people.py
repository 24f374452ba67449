"""Who leads a workshop together with its owner, and who may read it: invited, removed, promoted."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop import accounts
from workshop.live import members
from workshop.live.acts import log
from workshop.live.refusal import Refusal
from workshop.models import Account, Member, Workshop
from workshop.web.addresses import outside
from workshop.web.errors import Problem
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.services import services


@blueprint.get("/<workshop_id>/people")
def people(workshop_id: str) -> Response:
    with services().db.reading() as db:
        return _page(db, workshop_for(db, workshop_id, may="lead"))


@blueprint.post("/<workshop_id>/people")
def invite(workshop_id: str) -> Response:
    """Invite somebody; what has to be handed over is shown once, in the answer itself."""
    role = request.form.get("role", "")
    try:
        with services().db.transaction() as db:
            workshop = workshop_for(db, workshop_id, may="own")
            email, name = request.form.get("email", ""), request.form.get("name", "")
            account = accounts.with_email(db, email) or accounts.add(
                db,
                email,
                name=name,
                role=members.known_role(role),
                invited_by=current_user.id,
            )
            members.invite(db, workshop, current_user.id, account, role)
            return _handover(db, workshop, account, role)
    except (Refusal, accounts.AccountError) as problem:
        words = problem.words if isinstance(problem, Refusal) else str(problem)
        with services().db.reading() as db:
            return _page(db, workshop_for(db, workshop_id, may="own"), words, 422)


@blueprint.post("/<workshop_id>/people/<account_id>/link")
def renew_link(workshop_id: str, account_id: str) -> Response:
    """Make another link for a guest who has not signed in yet; the ones before become worthless."""
    with services().db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="own")
        member = db.get(Member, (workshop.id, account_id))
        account = db.get(Account, account_id) if member else None
        if member is None or account is None:
            raise Problem("not-found", "This person is not invited, or not any more.")
        if account.invited_by != current_user.id or not account.active:
            raise Problem(
                "forbidden",
                "This account is in use: its person signs in as usual. "
                "Where that does not work, an administrator makes a new link.",
            )
        log(db, workshop, current_user.id, "renew-link", member=account.id)
        return _handover(db, workshop, account, member.role)


@blueprint.post("/<workshop_id>/people/<account_id>/remove")
def remove_member(workshop_id: str, account_id: str) -> Response:
    with services().db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="own")
        account = members.remove(db, workshop, current_user.id, account_id)
        accounts.void_links(db, account.id, _landing(workshop, ""))
    flash(f"{account.name or account.email} cannot open this workshop any more.")
    return redirect(url_for("facilitator.people", workshop_id=workshop_id), 303)


@blueprint.post("/<workshop_id>/people/<account_id>/owner")
def make_owner(workshop_id: str, account_id: str) -> Response:
    with services().db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="own")
        if request.form.get("sure") != "yes":
            raise Problem("invalid", "Tick the box first: only the new owner could give it back.")
        account = members.transfer(db, workshop, current_user.id, account_id)
    flash(f"{account.name or account.email} owns this workshop now; you are a co-facilitator.")
    return redirect(url_for("facilitator.people", workshop_id=workshop_id), 303)


def _handover(db: Session, workshop: Workshop, account: Account, role: str) -> Response:
    """Show what the invited person gets: a link that signs in once, or just the address.

    Only for an account that this owner made and nobody has used: with a link
    to anybody else's, an invitation would be a way to sign in as them.
    """
    page = _landing(workshop, role)
    secret = ""
    if account.invited_by == current_user.id:
        accounts.void_links(db, account.id)
        secret = accounts.mint_link(db, account, page)
    shown = render_template(
        "facilitator/handover.html",
        workshop=workshop,
        account=account,
        once=bool(secret),
        address=outside(f"/sign-in/{secret}" if secret else page),
        role=members.ROLES[role],
    )
    return make_response(shown)


def _landing(workshop: Workshop, role: str) -> str:
    return f"/desk/{workshop.id}" + ("/console" if role == "facilitator" else "")


def _page(db: Session, workshop: Workshop, problem: str = "", status: int = 200) -> Response:
    page = render_template(
        "facilitator/people.html",
        workshop=workshop,
        owner=db.get(Account, workshop.owner_id) if workshop.owner_id else None,
        people=members.of(db, workshop),
        leaders=members.LEADERS,
        problem=problem,
    )
    return make_response(page, status)
