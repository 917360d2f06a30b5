"""Practices, and forums with those who take part."""

from typing import Any

from diaspora.development.makers.words import entry_fields, names
from diaspora.models import Answer, Country
from practices.models import (
    Forum,
    ForumMeeting,
    Involvement,
    Participation,
    Practice,
    RoundTableRole,
    ThematicMeeting,
)


def new_practice(number: int, /, **fields: Any) -> Practice:
    """Makes a practice, which is linked to its countries when it is saved."""
    return Practice(**entry_fields("Practice", number) | fields)


def new_involvement(practice: Practice, **fields: Any) -> Involvement:
    """Makes somebody implement a practice; who, an institution or an organisation, is given."""
    return Involvement(practice=practice, **{"role": Involvement.Role.IMPLEMENTER} | fields)


def new_forum(number: int, /, **fields: Any) -> Forum:
    return Forum(**{"slug": f"forum-{number}"} | names(f"Forum {number}") | fields)


def new_forum_meeting(number: int, /, forum: Forum, **fields: Any) -> ForumMeeting:
    """Makes a summit of 2018."""
    return ForumMeeting(forum=forum, **{"number": number, "year": 2018} | fields)


def new_participation(country: Country, meeting: ForumMeeting, **fields: Any) -> Participation:
    """Makes a country take part in a summit of a forum."""
    defaults = {"forum": meeting.forum, "position": 1, "attended_summit": Answer.YES}
    return Participation(country=country, meeting=meeting, **defaults | fields)


def new_round_table_role(number: int, /, participation: Participation, **fields: Any) -> RoundTableRole:
    defaults = {"round_table": f"RT {number}", "title_en": "Diaspora", "role_en": "Co-chair"}
    return RoundTableRole(participation=participation, **defaults | fields)


def new_thematic_meeting(number: int, /, participation: Participation, **fields: Any) -> ThematicMeeting:
    return ThematicMeeting(participation=participation, **{"title_en": f"Meeting {number}", "date": "2017"} | fields)
