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
OWN = ".own"


def cookie_name(code: str) -> str:
    """Return the cookie's name; one each, so that a phone can be in several workshops."""
    code, own, _ = code.partition(OWN)
    return f"w-{codes.normal(code)}{own}"


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


def origin(s: Services, token: str, otherwise: str) -> str:
    """Return how answers come in that are sent with a token: on behalf of somebody, or else."""
    return "on_behalf" if s.tokens.is_on_behalf(token) else otherwise


def remember(response: Response, code: str, token: str, lasts: int = COOKIE_LASTS) -> None:
    """Let the phone keep its place in this workshop."""
    response.set_cookie(
        cookie_name(code),
        token,
        max_age=lasts,
        httponly=True,
        samesite="Lax",
        secure=services().config.is_https,
    )


def forget(response: Response, code: str) -> None:
    response.delete_cookie(cookie_name(code), httponly=True, samesite="Lax")


def stand_in(response: Response, code: str, token: str) -> None:
    """Let this browser answer for somebody else; who it was before is kept aside."""
    before = token_in_request(code)
    if before and not services().tokens.is_on_behalf(before):
        remember(response, f"{code}{OWN}", before)
    remember(response, code, token)


def stand_back(response: Response, code: str) -> None:
    """Let this browser be again who it was before it answered for somebody else."""
    before = request.cookies.get(cookie_name(f"{code}{OWN}"), "")
    forget(response, f"{code}{OWN}")
    if before:
        remember(response, code, before)
    else:
        forget(response, code)


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


def with_device(response: Response) -> Response:
    """Mark a browser that comes for the first time."""
    if not known_device():
        response.set_cookie(
            DEVICE_COOKIE,
            uuid4().hex,
            max_age=COOKIE_LASTS,
            httponly=True,
            samesite="Lax",
            secure=services().config.is_https,
        )
    return response
