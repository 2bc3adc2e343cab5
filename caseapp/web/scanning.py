"""Looking for malware in files from outside while they arrive, by clamd on this machine.

What is spoken is INSTREAM of clamd(8): ``zINSTREAM`` and a zero byte, then the pieces, each behind its length in four
bytes, and a length of nought. The answer is one line up to a zero byte. Libraries for it read a file to its end, while
here the parser of a form hands over one piece after the other. Only a socket of this machine is gone to: the content
goes through it in the clear.
"""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

PATIENCE = 10.0
"""Seconds that joining the scanner, and handing it one piece, may take."""
VERDICT = 60.0
"""Seconds that the scanner may think about a file."""
_AT_A_GLANCE = 2.0
_LONGEST_ANSWER = 4096
_LIMITS = "Heuristics.Limits.Exceeded"
"""How clamd calls a file of which it left something out, where its configuration lets it say so."""


class Objection(StrEnum):
    """Why a file is not kept."""

    MALWARE = "malware"
    SILENT = "silent"
    """The scanner could not be asked, or gave no answer."""
    TOO_LARGE = "too_large"
    """The scanner does not look through files of this size."""


@dataclass(frozen=True)
class Finding:
    """What came of a scan that speaks against a file; ``name`` is what the scanner calls the malware."""

    objection: Objection
    name: str = ""


class Scan:
    """One file on its way through the scanner. Whatever goes wrong comes out as a finding, never as an exception."""

    def __init__(self, path: str) -> None:
        self._line: socket.socket | None = None
        self._takes = True
        try:
            self._line = _joined(path, PATIENCE)
            self._line.sendall(b"zINSTREAM\0")
        except OSError:
            self._takes = False

    def write(self, data: bytes) -> None:
        """Hand over the next bytes."""
        if self._takes and self._line is not None and data:
            try:
                self._line.sendall(len(data).to_bytes(4, "big") + data)
            except OSError:  # it may have said why before it hung up
                self._takes = False

    def finish(self) -> Finding | None:
        """Return what speaks against the file, None where nothing was found in all of it."""
        if self._line is None:
            return Finding(Objection.SILENT)
        with suppress(OSError):
            if self._takes:
                self._line.sendall(bytes(4))
        answer = b""
        with suppress(OSError):
            self._line.settimeout(VERDICT)
            answer = _answer(self._line)
        self.close()
        return _finding(answer)

    def close(self) -> None:
        """Leave the scanner, of a file that broke off, too."""
        if self._line is not None:
            self._line.close()
            self._line, self._takes = None, False


def scanner_answers(path: str) -> bool:
    """Tell whether the scanner is there, as a page asks that tells of it."""
    try:
        with _joined(path, _AT_A_GLANCE) as line:
            line.sendall(b"zPING\0")
            return _answer(line) == b"PONG"
    except OSError:
        return False


def _joined(path: str, patience: float) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(patience)
        line.connect(path)
    except BaseException:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> bytes:
    """Return what is said up to a zero byte; nothing where the line ends before."""
    said = b""
    while len(said) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            return b""
        said += piece
        if b"\0" in said:
            return said.partition(b"\0")[0]
    return b""


def _finding(answer: bytes) -> Finding | None:
    said = answer.decode("ascii", "replace")
    if said == "stream: OK":
        return None
    found = re.fullmatch(r"stream: (.+) FOUND", said)
    if "size limit exceeded" in said or (found and found[1].startswith(_LIMITS)):
        return Finding(Objection.TOO_LARGE)
    if found:
        return Finding(Objection.MALWARE, re.sub(r"[^\w.()/:-]", "_", found[1], flags=re.ASCII)[:100])
    return Finding(Objection.SILENT)
