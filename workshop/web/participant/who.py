"""Which participant a request comes from: a Bearer token, or the cookie of one workshop."""

from uuid import uuid4

from flask import Response, request
from sqlalchemy.orm import Session

from workshop.live import codes
from workshop.models import Respondent
from workshop.web.errors import Problem
from workshop.web.services import Services, services

COOKIE_LASTS = 60 * 60 * 24 * 60
DEVICE_COOKIE = "device"


def cookie_name(code: str) -> str:
    """Return the cookie's name; one each, so that a phone can be in several workshops."""
    return f"w-{codes.normal(code)}"


def token_in_request(code: str = "") -> str:
    """Return the token a request brings, or an empty string."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    code = code or request.args.get("workshop", "")
    return request.cookies.get(cookie_name(code), "") if code else ""


def respondent_in(db: Session, s: Services, token: str) -> Respondent:
    """Return who a token belongs to; Problem sign-in for a forged or erased one."""
    respondent = db.get(Respondent, id_in(s, token))
    if respondent is None:
        raise Problem("sign-in", "Please join again with the code on the screen.")
    return respondent


def id_in(s: Services, token: str) -> str:
    """Return whose token it is, without asking the database; Problem sign-in for a forged one."""
    respondent_id = s.tokens.participant(token)
    if respondent_id is None:
        raise Problem("sign-in", "Please join again with the code on the screen.")
    return respondent_id


def remember(response: Response, code: str, token: str) -> None:
    """Let the phone keep its place in this workshop."""
    response.set_cookie(
        cookie_name(code),
        token,
        max_age=COOKIE_LASTS,
        httponly=True,
        samesite="Lax",
        secure=services().config.is_https,
    )


def forget(response: Response, code: str) -> None:
    response.delete_cookie(cookie_name(code), httponly=True, samesite="Lax")


def device() -> str:
    """Return the random mark of this browser, by which wrong codes are limited.

    Who comes for the first time, and a program that keeps no cookies, is a
    device of its own: were all of them one, twenty people who mistype would
    lock out the whole hall.
    """
    return known_device() or uuid4().hex


def known_device() -> str:
    """Return the mark this browser was given before, or an empty string."""
    return request.cookies.get(DEVICE_COOKIE, "")[:64]
