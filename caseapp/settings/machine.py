"""What ``caseapp.toml`` of this machine leaves open, said to administrators: it is allowed, and less safe."""

from flask import current_app

from caseapp.web.scanning import scanner_answers

NONE, SILENT, ANSWERS = "none", "silent", "answers"


def scanner_standing() -> str:
    """Return how the scanner for malware stands: ``NONE`` is set, it is ``SILENT``, or it ``ANSWERS``."""
    scanner = current_app.config["SETTINGS"].malware_scanner
    if not scanner:
        return NONE
    return ANSWERS if scanner_answers(scanner) else SILENT
