"""Errors in words: a problem document (RFC 9457) for programs, a page for people."""

from typing import Any

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from workshop.live.refusal import Refusal

STATUS = {
    "unknown-code": 404,
    "not-found": 404,
    "not-started": 409,
    "not-now": 409,
    "frozen": 409,
    "real-answers": 409,
    "ended": 410,
    "unknown-group": 422,
    "unknown-table": 422,
    "consent-missing": 422,
    "invalid": 422,
    "bad-request": 400,
    "sign-in": 401,
    "forbidden": 403,
    "too-many": 429,
    "failed": 500,
}
WORDS = {
    400: "This request could not be read.",
    401: "Please join again with the code on the screen.",
    403: "You may not do this here.",
    404: "There is nothing at this address.",
    405: "This cannot be done at this address.",
    413: "This is too large. Answers are short: send fewer at once.",
    415: "Send JSON, with Content-Type: application/json.",
    429: "Too many requests. Wait a moment, then try again.",
}
TITLES = {
    "unknown-code": "Unknown code",
    "not-started": "Not started yet",
    "ended": "This workshop has ended",
    "real-answers": "Real answers are in the way",
}


class Problem(Exception):
    """An error of the web edge itself; `code` is one of STATUS."""

    def __init__(self, code: str, words: str, retry_after: int | None = None) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.retry_after = retry_after


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Problem, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _crashed)


def _refused(error: Refusal | Problem) -> Response:
    response = answer(error.code, STATUS[error.code], error.words)
    retry_after = getattr(error, "retry_after", None)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status in (301, 302, 303, 307, 308):
        return error.get_response()  # type: ignore[return-value]
    words = WORDS.get(status, "Something went wrong here. Nothing you saved is lost; try again.")
    return answer(error.name.lower().replace(" ", "-"), status, words)


def _crashed(error: Exception) -> Response:
    current_app.logger.exception("a request failed", exc_info=error)
    return answer("failed", 500, "Something went wrong here. Nothing you saved is lost; try again.")


def wants_json() -> bool:
    """Tell whether a program asks, not a page that a person looks at."""
    return request.path.startswith("/api/") or request.headers.get("Accept") == "application/json"


def answer(code: str, status: int, words: str) -> Response:
    """Return an error as the client can read it."""
    title = TITLES.get(code, code.replace("-", " ").capitalize())
    if wants_json():
        document: dict[str, Any] = {
            "type": f"urn:workshop:problem:{code}",
            "title": title,
            "status": status,
            "detail": words,
        }
        response = jsonify(document)
        response.content_type = "application/problem+json"
    else:
        response = make_response(render_template("error.html", title=title, words=words, code=code))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
