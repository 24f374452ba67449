"""Whether the same answers may be shown by group and by table too."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

from workshop.statistics.disclosure import OTHERS, SMALLEST_GROUP, shown_groups

MOST_ROWS = 12


def may_stand_together(
    people: Mapping[tuple[str, str], int], smallest: int = SMALLEST_GROUP
) -> bool:
    """Tell whether two breakdowns of the same people, each merged by itself, may both be shown.

    `people` counts those asked by group and table (or any other two). As no
    cross tabulation is shown, rows and totals alone never fix a merged group's
    row: any split of it fits some seating. But a room sees who sits where. If
    some tables hold nobody but the people of some rows, those rows minus those
    tables are the answers of whoever of them sits elsewhere, and these must
    not be one or two (a differencing attack; Denning and Schlörer 1980 call it
    a tracker). All sums and differences of rows that single out a set of
    people are made of such ones. False too where both breakdowns have more
    than `MOST_ROWS` rows, too many to try.
    """
    seated = _merged(people, smallest)
    size, sits = Counter[str](), dict[str, set[str]]()
    for (group, table), n in seated.items():
        size[table] += n
        sits.setdefault(table, set()).add(group)
    members = Counter[str]()
    for (group, _), n in seated.items():
        members[group] += n
    if len(members) > MOST_ROWS:
        turned = {(table, group): n for (group, table), n in people.items()}
        return len(sits) <= MOST_ROWS and may_stand_together(turned, smallest)
    for k in range(1, len(members) + 1):
        for rows in combinations(members, k):
            inside = sum(size[table] for table, groups in sits.items() if groups <= set(rows))
            if 0 < sum(members[row] for row in rows) - inside < smallest:
                return False
    return True


def _merged(people: Mapping[tuple[str, str], int], smallest: int) -> Counter[tuple[str, str]]:
    """Return the people by the rows that either breakdown shows."""
    by_group, by_table = Counter[str](), Counter[str]()
    for (group, table), n in people.items():
        by_group[group] += n
        by_table[table] += n
    groups, tables = shown_groups(by_group, smallest), shown_groups(by_table, smallest)
    merged = Counter[tuple[str, str]]()
    for (group, table), n in people.items():
        if n:
            row = group if group in groups else OTHERS, table if table in tables else OTHERS
            merged[row] += n
    return merged
