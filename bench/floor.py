"""The floor to compare with: python-socketio on gevent's server, and nothing else.

`python -m bench.floor PORT` answers `POST /emit` by emitting the posted JSON as
`stage` to every client, which is all that a step could cost at the least.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any


class _Json:
    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        import orjson

        return orjson.dumps(value).decode()

    @staticmethod
    def loads(value: str | bytes, **_: Any) -> Any:
        import orjson

        return orjson.loads(value)


def main(port: int) -> None:
    """Serve until killed."""
    from gevent import monkey

    monkey.patch_all()
    import socketio
    from gevent import pywsgi

    server = socketio.Server(
        async_mode="gevent", async_handlers=False, transports=["websocket"], json=_Json
    )

    @server.event
    def connect(sid: str, environ: Any, auth: Any = None) -> None:
        server.enter_room(sid, "all")

    def emit(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        if size:
            server.emit("stage", _Json.loads(environ["wsgi.input"].read(size)), to="all")
        start("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]

    app = socketio.WSGIApp(server, emit)
    pywsgi.WSGIServer(("127.0.0.1", port), app, log=None).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
