"""Serving: one process, on the local network, with everything a newcomer needs in the terminal."""

import gc
import socket
import sys

import click

from workshop import accounts, library, migrate
from workshop.config import Config, ConfigError
from workshop.db import Database
from workshop.keeping import keep, keep_daily
from workshop.live import demo as live_demo
from workshop.live.codes import spaced
from workshop.network import lan_addresses, public_url

NO_REQUEST = "What came in was no request; it was refused."


def serve(config: Config, *, with_demo: bool = False) -> None:
    """Serve until interrupted; the sockets are bound before anything is promised."""
    import gevent
    from gevent import pywsgi

    from workshop.app import create_app

    _allow_many_sockets()
    listener = _listen(config)
    config = _with_port(config, listener)
    db = Database(config.database_url)
    migrate.ensure(config, db)
    keep(db)
    app = create_app(config)
    _greet(config, db, with_demo)
    gevent.spawn(keep_daily, app.extensions["workshop"].db, gevent.sleep)
    spare_collections()

    class Handler(pywsgi.WSGIHandler):
        def log_error(self, msg: str, *args: object) -> None:
            # The original names the address of the device and quotes what it sent.
            print(NO_REQUEST, file=sys.stderr)

    server = pywsgi.WSGIServer(listener, app, log=None, handler_class=Handler)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("\nStopped. Everything that was saved is kept.")


def spare_collections() -> None:
    """Keep the garbage collector from holding up the room.

    By itself it walks through all that a thousand phones hold, for up to a
    fifth of a second, several times while they come in.
    """
    gc.collect()
    # What is loaded by now stays for good.
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def _allow_many_sockets() -> None:
    """Ask for as many open files as may be had: every phone is one, and 256 is a usual start."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else min(hard, 65536)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _listen(config: Config) -> socket.socket:
    from gevent import socket as green

    family = green.AF_INET6 if ":" in config.host else green.AF_INET
    listener = green.socket(family, green.SOCK_STREAM)
    listener.setsockopt(green.SOL_SOCKET, green.SO_REUSEADDR, 1)
    # Small frames to a thousand phones: none should wait for the next one.
    listener.setsockopt(green.IPPROTO_TCP, green.TCP_NODELAY, 1)
    try:
        listener.bind((config.host, config.port))
    except OSError as problem:
        raise ConfigError(
            f"Port {config.port} cannot be used ({problem.strerror}); another program has it. "
            f"Stop that program, or choose another port: WORKSHOP_PORT={config.port + 1} make run"
        ) from problem
    listener.listen(2048)
    return listener


def _with_port(config: Config, listener: socket.socket) -> Config:
    from dataclasses import replace

    return replace(config, port=listener.getsockname()[1])


def _greet(config: Config, db: Database, with_demo: bool) -> None:
    address = public_url(config)
    with db.transaction() as session:
        account = accounts.local_facilitator(session)
        secret = accounts.mint_link(session, account)
        workshop = live_demo.ensure(session, account.id, library.load()) if with_demo else None
    say = click.echo
    say(f"\n  Facilitator   {address}/sign-in/{secret}\n                (signs in once)")
    if workshop is not None:
        join = f"{address}/j/{workshop.code}"
        say(f"  Participants  {join}\n                code {spaced(workshop.code)}\n")
        say(_qr(join))
    others = [] if config.public_url else lan_addresses()[1:]
    if others:
        say(
            "  This machine has several addresses. If phones cannot reach the one above, "
            "start again with\n"
            + "\n".join(
                f"    WORKSHOP_PUBLIC_URL=http://{a}:{config.port} make run" for a in others
            )
        )
    say("  Stop with Ctrl+C.\n")
    sys.stdout.flush()


def _qr(words: str) -> str:
    import io

    import qrcode

    code = qrcode.QRCode(border=2)
    code.add_data(words)
    out = io.StringIO()
    code.print_ascii(out=out, invert=True)
    return out.getvalue()
