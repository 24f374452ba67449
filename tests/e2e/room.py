"""A workshop of the served program, and what its facilitator does while others look elsewhere."""

from typing import Any

from playwright.sync_api import APIRequestContext
from sqlalchemy import select

from tests.conftest import MECHANISMS
from tests.serving import Server
from workshop import accounts, config, library
from workshop.db import Database
from workshop.live import plan
from workshop.live.conduct import Conductor
from workshop.models import Account, CurrentResponse, ResponseEvent, Workshop
from workshop.schema import Text
from workshop.web.tokens import Tokens

QUESTION = "What could help here?"


class Desk:
    """A signed-in facilitator without a browser."""

    def __init__(self, server: Server, request: APIRequestContext) -> None:
        self.server = server
        self.request = request
        self.db = Database(server.environment["WORKSHOP_DATABASE_URL"])
        with self.db.transaction() as session:
            self.account_id = accounts.add(session, "fatima@city.example").id
        self.request.post(self.sign_in_path())

    def sign_in_path(self) -> str:
        with self.db.transaction() as session:
            account = session.get_one(Account, self.account_id)
            return f"/sign-in/{accounts.mint_link(session, account)}"

    def room(self, *, activities: int = 1, state: str = "live", **kwargs: Any) -> "Room":
        """Make a workshop; people can join it unless told otherwise."""
        title = Text({"en": kwargs.pop("title", "A safer square")})
        answered_by = kwargs.pop("answered_by", "person")
        settings = kwargs.pop("settings", {"stem": "here", "mechanisms": MECHANISMS})
        with self.db.transaction() as session:
            workshop = plan.create(
                session, self.account_id, plan.WorkshopPlan(title=title, **kwargs)
            )
            for number in range(activities):
                activity = plan.ActivityPlan(
                    kind="reactions",
                    title=Text({"en": QUESTION if number == 0 else f"Question {number + 1}"}),
                    answered_by=answered_by,
                    settings=settings,
                )
                plan.add_activity(session, workshop, self.account_id, activity, library.load())
            if state != "draft":
                Conductor(session, workshop.id, self.account_id, library.load()).start()
            session.refresh(workshop)
            assert len(workshop.activities) == activities
        return Room(self, workshop)


class Room:
    """One workshop: its addresses, what the facilitator does, and what the database holds."""

    def __init__(self, desk: Desk, workshop: Workshop) -> None:
        self.desk = desk
        self.id = workshop.id
        self.code = workshop.code
        self.activities = [activity.id for activity in workshop.activities]
        settings = config.from_environment(desk.server.environment)
        key = Tokens(config.secret_key(settings)).for_screen(workshop.id)
        self.join_path = f"/j/{self.code}"
        self.screen_path = f"/screen/{key}"

    def do(self, verb: str, activity: int = 0) -> None:
        """Let the facilitator open, close, reveal or hide an activity, or end the workshop."""
        path = f"/desk/{self.id}/{verb}"
        if verb in ("open", "close", "reveal", "hide"):
            path = f"/desk/{self.id}/activities/{self.activities[activity]}/{verb}"
        response = self.desk.request.post(path, headers={"Accept": "application/json"})
        assert response.ok, response.text()

    def focus(self, item: str, activity: int = 0) -> None:
        """Let the screen show one item large."""
        path = f"/desk/{self.id}/activities/{self.activities[activity]}/focus"
        response = self.desk.request.post(
            path, form={"item": item}, headers={"Accept": "application/json"}
        )
        assert response.ok, response.text()

    def touch(self) -> None:
        """Let the stage's revision rise though nothing of what people see changes."""
        with self.desk.db.transaction() as session:
            session.get_one(Workshop, self.id).revision += 1
        self.do("start")  # it is live already: this only tells everybody

    def revision(self) -> int:
        with self.desk.db.reading() as session:
            return session.get_one(Workshop, self.id).revision

    def events(self) -> list[tuple[str, str]]:
        """Return every stored answer as (slot, "reaction words"), oldest first."""
        return self._rows(ResponseEvent)

    def current(self) -> dict[str, str]:
        """Return what stands, by slot; of the only participant there is."""
        rows = self._rows(CurrentResponse)
        assert len(dict(rows)) == len(rows)
        return dict(rows)

    def people(self) -> int:
        """Return how many different people answered."""
        with self.desk.db.reading() as session:
            query = select(ResponseEvent.respondent_id).where(ResponseEvent.workshop_id == self.id)
            return len(set(session.scalars(query)))

    def _rows(self, model: Any) -> list[tuple[str, str]]:
        with self.desk.db.reading() as session:
            query = (
                select(model)
                .where(model.activity_id.in_(self.activities))
                .order_by(model.activity_id, model.seq)
            )
            return [
                (row.slot, f"{row.answer['reaction']} {row.answer['text']}".strip())
                for row in session.scalars(query)
            ]
