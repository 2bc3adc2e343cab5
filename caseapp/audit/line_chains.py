"""Lines of a file beside the database, each chained to those before it by a code that only the keyring can make.

A chained line ends with that code: the keyed token of the one before and of what the line itself says. So a line that
was cut out, changed, moved or doubled shows in a copy that was kept elsewhere, too, where there is nothing else to
compare it with. Lines that were cut off at the end do not. Those from before there was a chain have no code; the first
chained line after them covers them. Whoever takes the codes off all lines makes them look so: such lines are counted.

Two copies may be joined one behind the other where the second one has codes from its first line on: it begins where
the chain begins. Others are named one by one.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from caseapp.db import keyring
from caseapp.vault import Purpose, VaultError, keyed_token, lp

DOES_NOT_FOLLOW = "does not follow what stands before it: a line was taken out, changed, moved or doubled"


@dataclass(frozen=True)
class LineChain:
    """The lines of one kind, which may stand among others: format, version of the key for tokens, words, code."""

    label: str
    plain: str
    """The format of lines without a code."""
    linked: str
    """The format of lines with one."""

    def of(self, files: Iterable[Path]) -> list[tuple[int, str]]:
        """Return version and words of each whole line of this kind in the files, in their order and each once."""
        found = ((version, words) for file in files for _at, version, words, _code in self._lines(file))
        return list(dict.fromkeys(found))

    def lines(self, contents: Iterable[tuple[int, str]], after: Path | None = None) -> list[str]:
        """Return new lines with this version and these words, which follow those of a file.

        Those by a key that there is none of come first, without a code: the next line covers them.
        """
        link, found = self._start(), []
        for _at, version, words, code in self._lines(after) if after is not None else ():
            link = self._next(link, version, words, code)
        for version, words in sorted(contents, key=self._has_key):
            if self._has_key((version, words)):
                link = self._code(link, version, words)
                found.append(f"{self.linked} {version} {words} {link.hex()}\n")
            else:
                link = self._next(link, version, words, None)
                found.append(f"{self.plain} {version} {words}\n")
        return found

    def breaks(self, file: Path) -> Iterator[int]:
        """Yield which lines of a file, counted from 1, do not follow what stands before them."""
        link, was_linked = self._start(), False
        for at, version, words, code in self._lines(file):
            if code is None and was_linked:
                link, was_linked = self._start(), False  # a copy that was joined to another one begins here
            elif code is not None:
                was_linked = True
                if not self._follows(version, words, code, link, self._start()):
                    yield at
            link = self._next(link, version, words, code)

    def unproven(self, file: Path) -> int:
        """Return how many lines of a file no code covers: whether one of them was cut out, nobody can tell."""
        link, was_linked, number, waiting = self._start(), False, 0, 0
        for _at, version, words, code in self._lines(file):
            if code is None:
                link = self._start() if was_linked else link
                waiting += 1
            elif waiting:
                # One that begins a chain says nothing of those before it: somebody may have put it behind them.
                number += 0 if self._follows(version, words, code, link) else waiting
                waiting = 0
            link, was_linked = self._next(link, version, words, code), code is not None
        return number + waiting

    def _has_key(self, content: tuple[int, str]) -> bool:
        return content[0] in keyring().readable(Purpose.TOKEN)

    def _follows(self, version: int, words: str, code: bytes, *links: bytes) -> bool:
        try:
            codes = [self._code(before, version, words) for before in links]
        except VaultError:
            return False  # by a key that there is none of
        return any(hmac.compare_digest(code, each) for each in codes)

    def _next(self, link: bytes, version: int, words: str, code: bytes | None) -> bytes:
        return code if code is not None else sha256(lp(link, _content(version, words))).digest()

    def _code(self, link: bytes, version: int, words: str) -> bytes:
        return keyed_token(keyring(), self.label, lp(link, _content(version, words)), version)

    def _start(self) -> bytes:
        return keyring().instance_id.bytes

    def _lines(self, file: Path) -> Iterator[tuple[int, int, str, bytes | None]]:
        """Yield position, version, words and code of each whole line of this kind."""
        there = file.read_text("ascii", "replace").splitlines() if file.exists() else []
        for position, line in enumerate(there, 1):
            try:
                form, version, words, *code = line.split()
                if (form, len(code)) in ((self.plain, 0), (self.linked, 1)):
                    yield position, int(version), words, _bytes_of(code[0]) if code else None
            except ValueError:
                continue  # whether a file may hold such a line is for its reader to say


def _bytes_of(code: str) -> bytes:
    try:
        return bytes.fromhex(code)
    except ValueError:
        return b""  # it fits nowhere; what the line says counts all the same


def _content(version: int, words: str) -> bytes:
    return b"%d %s" % (version, words.encode("ascii", "replace"))
