"""Addresses that leave the program: in QR codes, on screens, in invitations."""

from flask import request

from workshop.network import public_url
from workshop.web.services import services


def join_url(code: str) -> str:
    """Return where participants join; a laptop's own `localhost` would lead phones nowhere."""
    s = services()
    host = request.host.rsplit(":", 1)[0]
    if s.config.public_url or host in ("localhost", "127.0.0.1", "[::1]"):
        return f"{public_url(s.config)}/j/{code}"
    return f"{request.host_url}j/{code}"
