"""Restoring: everything is made ready beside the old instance, and takes its place only when it is whole.

``restoring/`` inside the instance folder is filled and made ready; a kill there leaves the old instance as it was.
Renaming it to ``restored/`` is the moment that decides. From then on the pieces change places one by one, the old
ones into ``before-restore-.../``; a kill there is made good at the next start, because a piece that still lies in
``restored/`` has not had its turn.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from sqlalchemy import select

from caseapp.access.erasing import erase_scopes
from caseapp.accounts.brought_back import shut_what_was_brought_back
from caseapp.accounts.models import WebSession
from caseapp.accounts.session_rows import end_session_row
from caseapp.audit import Problem, record, verify
from caseapp.audit.anchors import FILE_NAME as ANCHORS
from caseapp.audit.anchors import Anchor, add_anchor
from caseapp.audit.certificates import CERTIFICATES, certificates_in
from caseapp.audit.chain import ERASED_AGAIN
from caseapp.audit.ledger import (
    CERTIFICATES_KEPT,
    ERASED_SCOPES,
    LEDGER,
    breaks_in,
    erased_tokens,
    refuse_newer_ledger,
    still_there,
)
from caseapp.audit.line_chains import LineChain
from caseapp.audit.nightly import NAMED
from caseapp.backup.archive import CONTENTS, DATABASE, Contents, read_archive, reference_of
from caseapp.clock import now
from caseapp.config import SETTINGS_FILE
from caseapp.db import current_act, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.setup.installing import newest_migration
from caseapp.vault import BlobStore, Keyring, Tampered, open_backup
from caseapp.web.installed import features
from caseapp.web.values import digits

UNFINISHED, READY = "restoring", "restored"
ASIDE = "old-pieces-go-to"
LOGS = (f"{DATABASE}-wal", f"{DATABASE}-shm")
PIECES = ("keys", "files", ANCHORS, LEDGER, CERTIFICATES, SETTINGS_FILE, DATABASE)
"""What changes places, the database last."""


class RestoreRefused(Exception):
    """The backup is not restored; the message says why, and the instance is as it was."""


@dataclass(frozen=True)
class Restored:
    """What a restore did beside putting everything back."""

    sessions: int
    erased: int
    shut: int
    """Accounts that let nobody in until an administrator does."""
    unproven: int
    """Lines of the ledger that no code covers, in which one may be missing."""
    problems: list[Problem]
    """What does not fit together in what was restored all the same."""


def stage_backup(path: Path, ring: Keyring, into: Path, *, with_files: bool = True) -> set[str]:
    """Write what is in a backup below ``into``, every byte authenticated; returns the names of the encrypted files.

    Raises:
        RestoreRefused: a newer version of caseapp made it.
        OSError: the disk is full.
        VaultError: it is not ours, or was changed or cut.
    """
    into.mkdir(mode=0o700)
    store = BlobStore(into / "files")
    names: set[str] = set()
    with open_backup(path, ring) as pieces, read_archive(pieces) as members:
        for name, _size, content in members:
            ref = reference_of(name)
            if name == CONTENTS:
                refuse_newer(Contents.read(content.read()).schema)
            elif ref is None:
                write_durably(into / name, content)
            else:
                names.add(ref.hex)
                if with_files:
                    store.keep_sealed(ref, content)
    if not (into / DATABASE).exists():
        raise Tampered("There is no database in this backup.")
    return names


def newest_anchor(*files: Path) -> int:
    """Return the number of the newest event that a line of these files proves; 0 for none.

    Raises:
        RestoreRefused: a line was changed, or belongs to another installation.
    """
    newest = 0
    for file in files:
        for line in file.read_text("ascii", "replace").splitlines() if file.exists() else ():
            try:
                anchor = Anchor.read(line)
            except ValueError:
                continue  # a line that a power cut broke off proves nothing
            if not anchor.is_ours():
                raise RestoreRefused(
                    _("%(file)s was changed, or belongs to another installation.", file=file.name)
                )
            newest = max(newest, anchor.number)
    return newest


def make_ready(
    sequence: int,
    ledgers: list[Path],
    own_ledger: Path,
    *,
    replaced: Path,
    newest: int,
    forced: bool,
    removed: list[Problem],
) -> Restored:
    """Erase again what was erased, verify, end all sessions and shut accounts that may have been left otherwise since,
    in the staged instance, whose application is current.

    ``replaced`` is the database in whose place it comes, and ``newest`` the number of the latest event that is known
    of: where it is later than ``sequence``, newer entries are lost. ``forced`` goes on although something does not fit:
    a backup that is damaged in one place is better than none, and what does not fit stands in the log from then on,
    together with what was ``removed`` from the database before.

    Raises:
        RestoreRefused: the log or a record does not fit, and it is not forced.
        BrokenLedger: nobody could tell with these keys what was erased.
    """
    tokens = erased_tokens([*ledgers, own_ledger])
    refuse_newer_ledger(tokens)
    own_certificates = own_ledger.with_name(CERTIFICATES)
    besides_them = [file.with_name(CERTIFICATES) for file in ledgers if file.name != CERTIFICATES]
    files = [own_ledger, own_certificates, *ledgers, *besides_them]
    unproven = sum(ERASED_SCOPES.unproven(file) for file in ledgers)
    broken = [Problem(where, sentence) for where, sentence in breaks_in(files)]
    _join(ERASED_SCOPES, [own_ledger, *ledgers], own_ledger)
    _join(CERTIFICATES_KEPT, [own_certificates, *ledgers, *besides_them], own_certificates)
    erased = still_there(tokens)
    with write(quiet=True):  # before: keys and records are compared with the ledger
        certificates = certificates_in([own_certificates])
        besides = [gone for feature in features() for gone in feature.erasing.recall(certificates, tokens)]
        db.session.flush()
        if erased or besides or current_act().written:
            gone = erase_scopes(erased, *besides)
            record(None, ERASED_AGAIN, *gone.records(), scopes=len(erased))
    problems = [*removed, *broken, *verify()]
    if problems and not forced:
        raise RestoreRefused(_told(problems))
    with write():
        ended = 0
        for row in db.session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))):
            end_session_row(row)
            ended += 1
        shut = shut_what_was_brought_back(replaced, newest)
        record(
            None,
            "backup.restored",
            sequence=sequence,
            forced=newest > sequence,
            erased=len(erased),
            problems=len(problems),
            where=[f"{problem.where}: {problem.sentence}" for problem in problems[:NAMED]],
        )
    add_anchor()
    return Restored(ended, len(erased), shut, unproven, problems)


def _join(chain: LineChain, files: list[Path], own: Path) -> None:
    # The keys are at hand: what was joined is chained anew, whatever order the copies were in.
    lines = chain.lines(chain.of(files))
    if lines or own.exists():
        _write_anew(own, lines)


def _write_anew(file: Path, lines: list[str]) -> None:
    # A kill here leaves a restore that is not ready, and is taken away whole.
    file.unlink(missing_ok=True)
    write_durably(file, BytesIO("".join(lines).encode("ascii")))


def put_in_place(instance: Path) -> Path:
    """Let the instance that was made ready take the place of the old one; returns where the old one lies now."""
    write_durably(instance / UNFINISHED / ASIDE, BytesIO(f"before-restore-{now():%Y-%m-%d-%H%M%S}".encode()))
    _sync(instance / UNFINISHED)
    os.rename(instance / UNFINISHED, instance / READY)
    _sync(instance)
    return finish(instance)


def finish(instance: Path) -> Path:
    """Let the pieces that are ready change places with the old ones. After a kill it is called again and goes on.

    Returns:
        Where the old pieces lie.
    """
    ready = instance / READY
    aside = instance / (ready / ASIDE).read_text("ascii")
    aside.mkdir(mode=0o700, exist_ok=True)
    if (ready / DATABASE).exists():
        for name in LOGS:  # an old log beside a new database would be carried over into it
            _move(instance / name, aside / name)
    if (ready / SETTINGS_FILE).exists() and (instance / SETTINGS_FILE).exists():
        (ready / SETTINGS_FILE).unlink()  # this machine's own address and paths stand
    for name in PIECES:
        if (ready / name).exists():
            _move(instance / name, aside / name)
            _move(ready / name, instance / name)
    shutil.rmtree(ready)
    _sync(instance)
    return aside


def has_unfinished_restore(instance: Path) -> bool:
    """Tell whether a kill left anything of a restore behind. Whoever holds the folder knows that none is going on."""
    return (instance / READY).is_dir() or (instance / UNFINISHED).is_dir()


def finish_restore(instance: Path) -> None:
    """Make good what a kill interrupted: go on with what was ready, take away what was not.

    Nobody else may use the instance meanwhile: two who move the same pieces would move the new ones aside.
    """
    if (instance / READY).is_dir():
        finish(instance)
    shutil.rmtree(instance / UNFINISHED, ignore_errors=True)


def _move(path: Path, to: Path) -> None:
    if path.exists():
        os.rename(path, to)
        _sync(to.parent)
        _sync(path.parent)


def refuse_newer(schema: str) -> None:
    """Refuse what has seen migrations that this version does not know.

    Raises:
        RestoreRefused: it has.
    """
    if schema > newest_migration():
        raise RestoreRefused(
            _("This backup was made by a newer version of caseapp than this one. Install that first.")
        )


def _told(problems: list[Problem]) -> str:
    lines = [f"    {problem.where}: {problem.sentence}" for problem in problems[:20]]
    said = _(
        "What is in this backup does not fit together (%(count)s problems).", count=digits(len(problems))
    )
    last = _("If there is no better one, add %(option)s: these places stay as they are.", option="--force")
    return "\n".join([said, *lines, last])


def write_durably(path: Path, content: IO[bytes]) -> None:
    """Write a new file, for this account alone, down to the disk.

    Raises:
        OSError: there is one already, or the disk is full.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
