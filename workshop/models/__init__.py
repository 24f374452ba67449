"""What is stored. Imports activities and library only; nobody's request, login or socket."""

from workshop.models.acts import Act
from workshop.models.cases import OwnCase, StagedImport
from workshop.models.people import Account, Member, Respondent, SignInLink
from workshop.models.privacy import Deletion, Erasure
from workshop.models.responses import CurrentResponse, ResponseEvent
from workshop.models.workshops import Activity, ActivityVersion, Workshop

__all__ = [
    "Account",
    "Act",
    "Activity",
    "ActivityVersion",
    "CurrentResponse",
    "Deletion",
    "Erasure",
    "Member",
    "OwnCase",
    "Respondent",
    "ResponseEvent",
    "SignInLink",
    "StagedImport",
    "Workshop",
]
