"""The Socket.IO edge. This docstring is the whole protocol of the live channel.

Transport: WebSocket only, at `/socket.io/`. A client names itself in the
`auth` of its CONNECT packet and is put into one room of one workshop:

- `{"token": T}` - a participant;
- `{"participant": CODE}` - the same, its token being in the cookie of the join page;
- `{"screen": K}` - a projector, opened by a signed link;
- `{"console": WORKSHOP_ID}` - a facilitator, known by the cookie of the sign-in.

Anything else is refused. Clients send no events. The server sends:

- `stage` `{revision, workshop, activity, spread_ms}` - the public stage in the
  client's language, whenever its revision rises. `spread_ms` is how long
  clients that fetch a page because of it should spread their requests over.
- `sheet` `{table}` - to the devices of one table, when somebody else of it
  may have changed the sheet that they share.
- `tally` `{revision, activity_id, round, progress, tally}` - a few times a
  second at most while answers arrive. `progress` is null for participants;
  `tally` is null until the activity is revealed, for facilitators too, who
  fetch what they may see. Screen and console get the revision alone when
  somebody comes or goes between activities, and when the screen turns a page.

Every event is a hint. The truth is what HTTP answers, so a client that missed
one loses nothing: after any reconnect it asks for the stage.
"""

import logging
from collections.abc import Callable
from typing import Any

import orjson
from flask import request
from flask_socketio import ConnectionRefusedError, SocketIO, join_room

from workshop.db import Database
from workshop.live import stage as live_stage
from workshop.live.tallies import Tallies
from workshop.models import Workshop
from workshop.presence import Presence, SharedPresence
from workshop.schema import LANGUAGES

PACE = 0.25
"""Seconds between two looks at what has become dirty."""
SPREAD_MS_PER_PHONE = 2


class Admission:
    """Who a connecting client is: the room it belongs to and, for participants, who it is."""

    def __init__(
        self,
        workshop_id: str,
        audience: str,
        language: str = "en",
        respondent: str = "",
        table: str | None = None,
    ) -> None:
        self.workshop_id = workshop_id
        self.audience = audience
        self.language = language
        self.respondent = respondent
        self.table = table


class _Json:
    """orjson, as python-socketio asks for it."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(value: str | bytes, **_: Any) -> Any:
        return orjson.loads(value)


class Hub:
    """Sends news to the devices of a room, after the commit that made it."""

    def __init__(
        self,
        db: Database,
        tallies: Tallies,
        presence: Presence,
        admit: Callable[[Any], Admission | None],
    ) -> None:
        self.db = db
        self.tallies = tallies
        self.presence = presence
        self.admit = admit
        self.socketio = SocketIO()
        self._dirty: set[str] = set()
        self._pacing = False
        self._pacer: Any = None
        self.pace = PACE

    def init_app(self, app: Any, *, async_mode: str, redis_url: str) -> None:
        """Attach the channel to the application."""
        self.socketio.init_app(
            app,
            async_mode=async_mode,
            async_handlers=False,
            transports=["websocket"],
            json=_Json,
            message_queue=redis_url or None,
            channel="workshop",
            manage_session=False,
        )
        self.socketio.on_event("connect", self._connect)
        self.socketio.on_event("disconnect", self._disconnect)
        if isinstance(self.presence, SharedPresence):
            self.socketio.start_background_task(self._keep_present)

    def announce(self, workshop_id: str, stages: dict[str, Any] | None = None) -> None:
        """Tell the room that there is a newer stage; call it after the commit.

        `stages` is the public stage by language, where the caller has made it
        already, in the order of the workshop's languages.
        """
        if stages is None:
            with self.db.reading() as db:
                workshop = db.get(Workshop, workshop_id)
                if workshop is None:
                    return
                stages = live_stage.in_all_languages(db, workshop)
        spread = SPREAD_MS_PER_PHONE * self.presence.count(workshop_id)
        first = next(iter(stages.values()))
        rooms = {_participants(workshop_id, language): stage for language, stage in stages.items()}
        rooms |= {_room(workshop_id, audience): first for audience in ("screen", "console")}
        # Last, since hardly ever anybody is there: phones that joined in a
        # language that was taken off since hear the first one.
        rooms |= {
            _participants(workshop_id, gone): first for gone in LANGUAGES if gone not in stages
        }
        for room, stage in rooms.items():
            self.socketio.emit("stage", {**stage, "spread_ms": spread}, to=room)
        self.answered(workshop_id)

    def turned(self, workshop_id: str, revision: int) -> None:
        """Tell screens and consoles that the screen shows another page; phones show everything."""
        for audience in ("console", "screen"):
            self.socketio.emit("tally", {"revision": revision}, to=_room(workshop_id, audience))

    def sheet_changed(self, workshop_id: str, table: str) -> None:
        """Tell the devices of a table that their sheet has changed; call it after the commit."""
        self.socketio.emit("sheet", {"table": table}, to=_table(workshop_id, table))

    def answered(self, workshop_id: str) -> None:
        """Note that a workshop has new answers or people; the pacer tells the room soon."""
        self._dirty.add(workshop_id)
        if not self._pacing:
            self._pacing = True
            self._pacer = self.socketio.start_background_task(self._pace)

    def settle(self) -> None:
        """Wait until everything dirty has been told."""
        while self._pacing:
            self._pacer.join()

    def _pace(self) -> None:
        # Ends when nothing is left to tell, so an idle server does nothing.
        while self._dirty:
            for workshop_id in list(self._dirty):
                self._dirty.discard(workshop_id)
                try:
                    self._tell_tally(workshop_id)
                except Exception:
                    # The next answer tells again; nobody else's news must wait for it.
                    logging.getLogger(__name__).exception("a tally could not be told")
            self.socketio.sleep(self.pace)
            if not self._dirty:
                self._pacing = False
                # What became dirty just before that line started no pacer of its own.
                if self._dirty:
                    self._pacing = True

    def _tell_tally(self, workshop_id: str) -> None:
        with self.db.reading() as db:
            workshop = db.get(Workshop, workshop_id)
            activity = live_stage.current_activity(db, workshop) if workshop else None
            if workshop is None:
                return
            if activity is None:
                # Somebody came or went: the lobby shows how many are here.
                for audience in ("console", "screen"):
                    self.socketio.emit(
                        "tally", {"revision": workshop.revision}, to=_room(workshop_id, audience)
                    )
                return
            news: dict[str, Any] = {
                "revision": workshop.revision,
                "activity_id": activity.id,
                "round": activity.round,
                "progress": self.tallies.progress(db, activity),
                "tally": None,
            }
            self.socketio.emit("tally", news, to=_room(workshop_id, "console"))
            if activity.revealed:
                news["tally"], fresh = self.tallies.room(db, activity)
                if not fresh:
                    # Computing it costs more than its share now: look again.
                    self._dirty.add(workshop_id)
            self.socketio.emit("tally", news, to=_room(workshop_id, "screen"))
            if activity.revealed:
                for language in LANGUAGES:
                    self.socketio.emit(
                        "tally",
                        {**news, "progress": None},
                        to=_participants(workshop_id, language),
                    )

    def _keep_present(self) -> None:
        while True:
            self.socketio.sleep(SharedPresence.REFRESH)
            self.presence.refresh()

    def _connect(self, auth: Any = None) -> None:
        who = self.admit(auth)
        if who is None:
            raise ConnectionRefusedError("not known here")
        if who.audience == "participants":
            join_room(_participants(who.workshop_id, who.language))
            if who.table:
                join_room(_table(who.workshop_id, who.table))
            self.presence.connected(who.workshop_id, who.respondent, request.sid)  # type: ignore[attr-defined]
            self.answered(who.workshop_id)
        else:
            join_room(_room(who.workshop_id, who.audience))

    def _disconnect(self, *_: Any) -> None:
        workshop_id = self.presence.disconnected(request.sid)  # type: ignore[attr-defined]
        if workshop_id:
            self.answered(workshop_id)


def _room(workshop_id: str, audience: str) -> str:
    return f"{workshop_id}:{audience}"


def _participants(workshop_id: str, language: str) -> str:
    return f"{workshop_id}:participants:{language}"


def _table(workshop_id: str, table: str) -> str:
    return f"{workshop_id}:table:{table}"
