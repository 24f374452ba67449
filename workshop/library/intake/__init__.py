"""Further cases, as people write them: in a form, or in a spreadsheet after our template.

Both become a `Draft` of cells, which is checked word by word before it is a
`Case`. The way back, from a case to its cells, loses nothing.
"""

from workshop.library.intake.changes import changes
from workshop.library.intake.drafts import Draft, Wrong, checked, drafted, slug_of
from workshop.library.intake.grid import Grid, Unreadable, read
from workshop.library.intake.headings import CASE, HEADINGS, MECHANISM, Heading, column
from workshop.library.intake.rows import Intake, Line, completed, intake, rows_of
from workshop.library.intake.vocabulary import Vocabulary

__all__ = [
    "CASE",
    "HEADINGS",
    "MECHANISM",
    "Draft",
    "Grid",
    "Heading",
    "Intake",
    "Line",
    "Unreadable",
    "Vocabulary",
    "Wrong",
    "changes",
    "checked",
    "column",
    "completed",
    "drafted",
    "intake",
    "read",
    "rows_of",
    "slug_of",
]
