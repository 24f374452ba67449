"""What differs between a case as it is and as somebody would have it, for people to read."""

from collections.abc import Iterator, Mapping

from workshop.library.case import Case
from workshop.library.intake.drafts import drafted


def changes(before: Case, after: Case) -> list[str]:
    """Return the columns that change, mechanism by mechanism; nothing where all stays."""
    old, new = drafted(before), drafted(after)
    found = list(_columns(old.cells, new.cells))
    kept = {cells["mechanism"]: cells for cells in old.mechanisms}
    wanted = {cells["mechanism"]: cells for cells in new.mechanisms}
    for name, cells in wanted.items():
        if name not in kept:
            found.append(f"{name}: new mechanism")
        else:
            found += [f"{name}: {column}" for column in _columns(kept[name], cells)]
    found += [f"{name}: mechanism goes" for name in kept if name not in wanted]
    if not found and before.mechanisms != after.mechanisms:
        found.append("the order of the mechanisms")
    return found


def _columns(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*new, *old)):
        if old.get(name, "") != new.get(name, ""):
            yield name
