"""The topics as chapters, one for each role."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic

TITLES: dict[Role, LazyString] = {
    Role.SUPPORT: _l("For support workers"),
    Role.COORDINATOR: _l("For coordinators"),
    Role.ADMINISTRATOR: _l("For administrators"),
    Role.AUDITOR: _l("For auditors"),
}


@dataclass(frozen=True)
class Chapter:
    """Topics for one role, in the order of the work day."""

    role: Role
    topics: tuple[Topic, ...]

    @property
    def title(self) -> LazyString:
        """For whom it is."""
        return TITLES[self.role]


def chapter_of(role: Role, topics: Iterable[Topic]) -> Chapter:
    """Return everything that a role needs."""
    return Chapter(role, tuple(topic for topic in topics if role in topic.roles))


def chapters_for(roles: Collection[str], topics: Collection[Topic]) -> tuple[list[Chapter], list[Chapter]]:
    """Return the chapters of these roles, and those of the others. Each topic stands in the first that it fits."""
    mine = [role for role in Role if role in roles]
    left = list(topics)
    found: dict[Role, Chapter] = {}
    for role in [*mine, *(role for role in Role if role not in roles)]:
        found[role] = chapter_of(role, left)
        left = [topic for topic in left if role not in topic.roles]
    shown = [chapter for chapter in found.values() if chapter.topics]
    return [each for each in shown if each.role in mine], [each for each in shown if each.role not in mine]
