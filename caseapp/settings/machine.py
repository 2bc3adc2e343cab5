"""What ``caseapp.toml`` of this machine leaves open, said to administrators: it is allowed, and less safe."""

from typing import Any

from flask import current_app

from caseapp.audit.copying import copied
from caseapp.web.scanning import scanner_answers

NONE, SILENT, ANSWERS = "none", "silent", "answers"


def machine_standing() -> dict[str, Any]:
    """Return what the page tells: how the scanner stands, whether the log is copied elsewhere, and when it last was."""
    log_is_copied = bool(current_app.config["SETTINGS"].log_copy)
    log_copied_at = copied()[1] if log_is_copied else None
    return {"scanner": _scanner(), "log_is_copied": log_is_copied, "log_copied_at": log_copied_at}


def _scanner() -> str:
    scanner = current_app.config["SETTINGS"].malware_scanner
    if not scanner:
        return NONE
    return ANSWERS if scanner_answers(scanner) else SILENT
