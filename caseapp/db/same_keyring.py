"""No process writes with another keyring than the one that the database names: it would mix keys."""

import logging

from flask import current_app
from sqlalchemy import select

from caseapp.db.engine import db
from caseapp.db.installation import Installation
from caseapp.db.transactions import Act, after_begin
from caseapp.db.unlocked import Locked, Unlocked, vault_of
from caseapp.vault import keyring_named, settle, sole_writer

log = logging.getLogger("caseapp")


class AnotherKeyring(Locked):
    """The database was last used with a keyring that this process cannot get hold of; it serves nobody any more."""


@after_begin
def require_same_keyring(act: Act) -> None:
    """Compare the ring in memory with the one that the database names, now that nobody else can change it.

    Raises:
        AnotherKeyring: it is another one, and the key folder does not hold it either. The process is locked.
    """
    vault = vault_of(current_app)
    if vault.keys is None or vault.root is None:
        return  # nothing to write with, or a staged instance that nobody else uses
    named = db.session.connection().execute(_NAMED).scalar()
    if named is None or named == vault.keys.fingerprint():
        return
    found = keyring_named(vault.root, named)
    if found is None:
        vault.keys = None
        log.error(
            "locked: the database was last used with another keyring than the one that this process holds"
        )
        raise AnotherKeyring("the database was last used with another keyring")
    vault.take(found)
    act.after_commit.append(lambda: _put_in_place(vault))


def _put_in_place(vault: Unlocked) -> None:
    # Who changed the ring may have been killed before it lay where everybody looks for it.
    if vault.root is None or vault.keys is None:
        return
    with sole_writer(vault.root.folder):
        named = db.session.execute(_NAMED).scalar()
        if named is not None:
            settle(vault.root, named)
    db.session.rollback()


_NAMED = select(Installation.keyring_fingerprint)
