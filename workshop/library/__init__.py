"""The library of cases: what was done elsewhere against insecurity, and how it works in practice.

Everything here is reviewed data in YAML, checked when loaded. The package
imports nothing of ours but `workshop.schema`, so that cases can be read
without a database, a request or a workshop going on.
"""

from workshop.library.case import Case, Mechanism, Pattern, Source
from workshop.library.collection import Library, listing
from workshop.library.loading import LibraryError, load

__all__ = [
    "Case",
    "Library",
    "LibraryError",
    "Mechanism",
    "Pattern",
    "Source",
    "listing",
    "load",
]
