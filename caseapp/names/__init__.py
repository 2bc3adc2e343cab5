"""Names across scripts and spellings: cleaned, compared, searched for and sorted.

Pure functions and one index in memory; nothing here knows the web or the database.
"""

from caseapp.names.check import UnsafeName, clean_name, drop_unsafe, has_visible
from caseapp.names.collation import CollationKey, collation_key
from caseapp.names.explain import How, Met
from caseapp.names.index import Allowed, NameIndex, explain
from caseapp.names.meeting import meeting_keys
from caseapp.names.normalise import NORM_VERSION, Part, fold, normalise

__all__ = [
    "NORM_VERSION",
    "Allowed",
    "CollationKey",
    "How",
    "Met",
    "NameIndex",
    "Part",
    "UnsafeName",
    "clean_name",
    "collation_key",
    "drop_unsafe",
    "explain",
    "fold",
    "has_visible",
    "meeting_keys",
    "normalise",
]
