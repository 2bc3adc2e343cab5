"""Files that arrive: which are taken, and what the log hears of those that the scanner did not let pass."""

from typing import Any

from caseapp.audit import record_by_itself
from caseapp.documents.files import FileProblem, RefusedFile, clean_file_name, sniff
from caseapp.vault import BlobInfo

FOUND, NOT_SCANNED = "document.malware_found", "document.not_scanned"


def take_in(sender: Any, info: BlobInfo, file_name: str) -> str:
    """Return the media type of a file that ``sender`` sent and that is taken; raises as ``sniff``."""
    try:
        return sniff(info, file_name)
    except RefusedFile as refused:
        if refused.problem is FileProblem.MALWARE:
            record_by_itself(sender, FOUND, malware=refused.found)
        elif refused.problem in {FileProblem.NOT_SCANNED, FileProblem.SCAN_TOO_LARGE}:
            record_by_itself(sender, NOT_SCANNED)
        raise


def welcome_name(sender: Any, info: BlobInfo, file_name: str) -> str:
    """Return the clean name of a file that is taken; raises as ``sniff``."""
    take_in(sender, info, file_name)
    return clean_file_name(file_name)
