"""The live channel of `docs/protocol.md`, spoken over a bare socket: standard library only."""

import base64
import json
import os
import socket
import struct
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit


class Line:
    """One Socket.IO connection; `frames` holds everything that ever came in, word for word."""

    def __init__(self, url: str, auth: Any, cookie: str = "") -> None:
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {parts.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *([f"Cookie: {cookie}"] if cookie else []),
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._rest = b""
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        assert b" 101 " in head.splitlines()[0], head
        self.frames: list[str] = []
        self.hello = self.frame()
        self.send("40" + json.dumps(auth))
        self.welcome = self.frame()

    def send(self, text: str) -> None:
        """Send one text frame, masked as clients have to."""
        payload, mask = text.encode(), os.urandom(4)
        size = len(payload)
        assert size < 65536
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else b""
        head = head or struct.pack("!BBH", 0x81, 0xFE, size)
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def frame(self) -> str:
        """Return the next text frame, pings answered on the way; raises OSError at the end."""
        while True:
            self._need(2)
            code, size = self._rest[0] & 0x0F, self._rest[1] & 0x7F
            start = {126: 4, 127: 10}.get(size, 2)
            self._need(start)
            if size > 125:
                size = int.from_bytes(self._rest[2:start], "big")
            self._need(start + size)
            payload = self._rest[start : start + size]
            self._rest = self._rest[start + size :]
            if code == 8:
                raise ConnectionError("closed by the server")
            if code == 1:
                text = payload.decode()
                if text != "2":
                    self.frames.append(text)
                    return text
                self.send("3")

    def event(self, name: str, **wanted: Any) -> dict[str, Any]:
        """Wait for an event whose top-level values are those wanted, and return what it carries."""
        while True:
            text = self.frame()
            if text.startswith("42"):
                got, value = json.loads(text[2:])
                if got == name and all(value.get(k) == v for k, v in wanted.items()):
                    return dict(value)

    def events(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield what came in under a name so far."""
        for text in self.frames:
            if text.startswith(f'42["{name}"'):
                yield json.loads(text[2:])[1]

    def close(self) -> None:
        self.socket.close()

    def _need(self, size: int) -> None:
        while len(self._rest) < size:
            self._more()

    def _more(self) -> None:
        got = self.socket.recv(65536)
        if not got:
            raise ConnectionError("closed by the server")
        self._rest += got
