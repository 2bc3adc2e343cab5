"""Uploads are encrypted while they arrive: no plain byte of a file ever reaches the disk.

This is the one door for files from outside, so here a scanner for malware looks at them, where one is set.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Request, current_app

from caseapp.db import end_read, is_writing
from caseapp.db.unlocked import vault_of
from caseapp.vault import BlobInfo, StagedBlob
from caseapp.web.scanning import Finding, Objection, Scan


@dataclass(frozen=True)
class RefusedUpload(BlobInfo):
    """A file that arrived and that the scanner did not let pass. Its bytes are gone: nothing can adopt them."""

    finding: Finding


class Nowhere(BytesIO):
    """What a file is written into that nobody takes."""

    def write(self, data: Any) -> int:
        """Let the next bytes go."""
        return len(data)


class UploadStream:
    """What the form parser writes a file into. Afterwards ``info`` tells what arrived.

    With ``is_silent`` the scanner has just given no answer, and is not waited for again.
    """

    def __init__(self, *, is_silent: bool = False) -> None:
        self._staged: StagedBlob = vault_of(current_app).files.stage()
        scanner = current_app.config["SETTINGS"].malware_scanner
        self._scan = Scan(scanner) if scanner and not is_silent else None
        self._info: BlobInfo | None = None
        self._finding = Finding(Objection.SILENT) if is_silent else None

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        if self._scan is not None:
            self._scan.write(data)
        self._staged.write(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Mark the end of the file; the parser seeks to the beginning when all has arrived."""
        if self._info is None and offset == 0 and whence == 0:
            self._info = self._finished()
        return offset

    def read(self, _size: int = -1) -> bytes:
        """Return nothing: files are read back through the store."""
        return b""

    def readable(self) -> bool:
        """Tell that reading is possible, as the file wrapper asks."""
        return True

    @property
    def info(self) -> BlobInfo:
        """Return what arrived."""
        if self._info is None:
            self._info = self._finished()
        return self._info

    @property
    def is_silent(self) -> bool:
        """Tell whether the scanner gave no answer about this file."""
        return self._finding is not None and self._finding.objection is Objection.SILENT

    def close(self) -> None:
        """Give up a file whose body broke off, or which nobody has adopted; an adopted one stays."""
        if self._scan is not None:
            self._scan.close()
        self._staged.abandon()

    def _finished(self) -> BlobInfo:
        if self._scan is not None:
            self._finding = self._scan.finish()
        finding = self._finding
        info = self._staged.finish()
        if finding is None:
            return info
        self._staged.abandon()
        return RefusedUpload(info.ref, info.key, info.size, info.sha256, info.head, finding)


class StreamingRequest(Request):
    """A request whose uploaded files go straight into the encrypted store.

    What no record has adopted when the request ends (the form was invalid, the body broke off) is dropped.
    """

    takes_files = True
    """Nobody who has not signed in sends files: none of theirs is stored, or makes the scanner work."""
    _uploads: list[UploadStream] | None = None

    def _load_form_data(self) -> None:
        """Take the form. It may take hours to arrive: no read that began before it stays open for so long, which would
        keep the database from tidying up, and show afterwards how things stood before.
        """
        if self.want_form_data_parsed and "form" not in self.__dict__ and not is_writing():
            end_read()
        super()._load_form_data()

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - Werkzeug's signature
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> Any:
        if not self.takes_files:
            return Nowhere()
        # Of many files in one form each would have to be waited for, by one of the few threads that there are.
        stream = UploadStream(is_silent=any(each.is_silent for each in self._uploads or ()))
        self._uploads = [*(self._uploads or ()), stream]
        return stream

    def close(self) -> None:
        """End the request: drop the files that nobody has adopted."""
        super().close()
        for stream in self._uploads or ():
            stream.close()


def upload_info(storage: Any) -> BlobInfo | None:
    """Return what arrived in a form's file field, None when nothing was chosen."""
    stream = getattr(storage, "stream", None)
    if not isinstance(stream, UploadStream) or not storage.filename:
        return None
    return stream.info
