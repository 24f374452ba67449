"""An archive's records without some of the people: erased ones, or ones who keep out of a pool."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.live import consents
from workshop.live.erasure import without_words
from workshop.live.support import PREFIX
from workshop.models import Respondent

Record = dict[str, Any]


class Without:
    """Leaves out people and all that hangs on them, in one pass over each list in its order.

    `gone` are left out as respondents, with every answer under their name;
    `silent` are those who sent what is left out. With `mixed`, what others
    wrote on a shared sheet goes too, where one of them had written on it
    before since it was last empty.
    """

    def __init__(
        self, gone: Collection[str], silent: Collection[str], *, mixed: bool = False
    ) -> None:
        self._gone = gone
        self._silent = silent
        self._mixed = mixed
        self._left_out: set[str] = set()
        self._touched: set[tuple[Any, ...]] = set()

    def each(self) -> dict[str, Callable[[Iterable[Record]], Iterator[Record]]]:
        """Return what to do to each of an archive's lists, in the order to do it."""
        return {"respondents": self.respondents, "responses": self.responses, "acts": self.acts}

    def respondents(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the respondents who stay."""
        return (one for one in records if one["id"] not in self._gone)

    def responses(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the events that stay; after the last one, `acts` knows which are missing."""
        for one in records:
            if self._goes(one):
                self._left_out.add(one["submission_id"])
            else:
                yield one

    def acts(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield all acts; those about an answer that is missing say so no more."""
        for one in records:
            if one["response_id"] in self._left_out:
                one = {**one, "response_id": None, "detail": without_words(one["detail"])}
            yield one

    def _goes(self, event: Record) -> bool:
        sender = event["sent_by"] or event["respondent_id"]
        goes = sender in self._silent or event["respondent_id"] in self._gone
        if self._mixed and event["status"] == "saved":
            place = tuple(event[n] for n in ("activity_id", "round", "respondent_id", "slot"))
            goes = goes or place in self._touched
            if goes and event["answer"] is not None:
                self._touched.add(place)
            else:
                self._touched.discard(place)
        supported = event["slot"].removeprefix(PREFIX)
        return goes or (supported != event["slot"] and supported in self._left_out)


def erased(pseudonyms: Collection[str]) -> Without:
    """Return what leaves out people who were erased."""
    return Without(pseudonyms, pseudonyms)


def unpooled(db: Session, workshop_id: str) -> Without:
    """Return what leaves out everybody who did not agree that their answers are pooled.

    Tables stay as what people sat at; what was written there stays where all
    who wrote it agreed.
    """
    gone, silent = set(), set()
    for one, is_table, agreed_to in db.execute(
        select(Respondent.id, Respondent.is_table, Respondent.consents).where(
            Respondent.workshop_id == workshop_id
        )
    ):
        if not consents.agreed(agreed_to, consents.POOL):
            silent.add(one)
            if not is_table:
                gone.add(one)
    return Without(gone, silent, mixed=True)
