"""What may be done with notes, and by which role. Which record they hang on is decided by its scope."""

from enum import StrEnum

from caseapp.web.roles import Role


class NotePermission(StrEnum):
    """Acts on notes. There is none to change or remove one: notes only grow."""

    READ = "note:read"
    WRITE = "note:write"


GRANTS = {
    Role.SUPPORT: frozenset(NotePermission),
    Role.COORDINATOR: frozenset(NotePermission),
}
