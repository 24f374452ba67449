"""Every workshop by title, owner and state, and a new owner where the old one is gone."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from workshop.live import members
from workshop.models import Account, Workshop
from workshop.web.administration.blueprint import blueprint
from workshop.web.errors import Problem
from workshop.web.services import services

PAGE = 100


@blueprint.get("/workshops")
def workshops() -> Response:
    number = max(1, min(request.args.get("page", 1, type=int), 10_000))
    with services().db.reading() as db:
        rows = db.execute(
            select(Workshop, Account)
            .outerjoin(Account, Account.id == Workshop.owner_id)
            .order_by(Workshop.created_at.desc(), Workshop.id)
            .limit(PAGE + 1)
            .offset((number - 1) * PAGE)
        ).all()
        candidates = db.scalars(
            select(Account).where(members.can_own()).order_by(Account.name, Account.email)
        ).all()
        return make_response(
            render_template(
                "administration/workshops.html",
                workshops=[
                    (workshop, owner, members.is_orphaned(workshop, owner))
                    for workshop, owner in rows[:PAGE]
                ],
                candidates=candidates,
                number=number,
                more=len(rows) > PAGE,
            )
        )


@blueprint.post("/workshops/<workshop_id>/owner")
def give_owner(workshop_id: str) -> Response:
    with services().db.transaction() as db:
        workshop = db.get(Workshop, workshop_id)
        account = db.get(Account, request.form.get("account", ""))
        if workshop is None:
            raise Problem("not-found", "There is no such workshop.")
        if account is None:
            raise Problem("invalid", "Choose who shall own the workshop.")
        members.adopt(db, workshop, current_user.id, account)
    flash(f"{account.name or account.email} owns this workshop now; its log says so.")
    return redirect(url_for("administration.workshops"), 303)
