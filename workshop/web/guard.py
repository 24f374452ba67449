"""What every answer carries and every change must prove: headers and the request's own origin."""

import time
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from workshop.web.errors import Problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.before_request(_same_origin)
    app.after_request(_headers)


def _begin() -> None:
    """Note when the request began, for `Server-Timing`."""
    g.began = time.perf_counter()


def _same_origin() -> None:
    """Refuse changes that another site asked a signed-in browser to make.

    Browsers say where a request comes from; programs without cookies have
    nothing to forge and need not say. No token that could expire is involved.
    """
    if request.method in SAFE or request.headers.get("Authorization", "").startswith("Bearer "):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site in ("same-origin", "none"):
        return
    origin = request.headers.get("Origin")
    if site is None and (origin is None or urlsplit(origin).netloc == request.host):
        return
    raise Problem("forbidden", "This request came from another site. Open the page itself again.")


def _headers(response: Response) -> Response:
    secure = request.is_secure
    live = f"{'wss' if secure else 'ws'}://{request.host}"
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"font-src 'self'; connect-src 'self' {live}; manifest-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cache-Control", "no-store")
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
