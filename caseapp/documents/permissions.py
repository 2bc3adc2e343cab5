"""What may be done with documents, and by which role."""

from enum import StrEnum

from caseapp.web.roles import Role


class DocumentPermission(StrEnum):
    """Acts on documents. Which documents, the record they hang on decides."""

    READ = "document:read"
    ADD = "document:add"
    REMOVE = "document:remove"


GRANTS = {
    Role.SUPPORT: frozenset(DocumentPermission),
    Role.COORDINATOR: frozenset(DocumentPermission),
}
