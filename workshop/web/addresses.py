"""Addresses that leave the program: in QR codes, on screens, in invitations."""

from flask import request

from workshop.network import public_url
from workshop.web.services import services


def join_url(code: str) -> str:
    """Return where participants join."""
    return outside(f"/j/{code}")


def outside(path: str) -> str:
    """Return a page's address for other devices; a laptop's own `localhost` leads them nowhere."""
    s = services()
    host = request.host.rsplit(":", 1)[0]
    if s.config.public_url or host in ("localhost", "127.0.0.1", "[::1]"):
        return public_url(s.config) + path
    return request.host_url.rstrip("/") + path
