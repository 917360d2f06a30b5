"""What is done: policies, political rights, effective practices, taking part in forums."""

from practices.models.forums import (
    Forum,
    ForumMeeting,
    Participation,
    ParticipationCitation,
    RoundTableRole,
    ThematicMeeting,
)
from practices.models.policies import (
    Policy,
    PolicyCitation,
    PolicyDocument,
    PolicyEvent,
)
from practices.models.practices import Involvement, Practice, PracticeCitation
from practices.models.rights import PoliticalRight, PoliticalRightCitation

__all__ = [
    "Forum",
    "ForumMeeting",
    "Involvement",
    "Participation",
    "ParticipationCitation",
    "Policy",
    "PolicyCitation",
    "PolicyDocument",
    "PolicyEvent",
    "PoliticalRight",
    "PoliticalRightCitation",
    "Practice",
    "PracticeCitation",
    "RoundTableRole",
    "ThematicMeeting",
]
