"""Making an installation: keyring, database, the organisation's own scopes, the first accounts."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import column, inspect, select, table

from caseapp.accounts.actions import activate_user, create_team, invite_user, join_first_team
from caseapp.accounts.models import User
from caseapp.accounts.organisation import Organisation
from caseapp.audit import record
from caseapp.config import SettingError
from caseapp.db import AUDIT, ORGANISATION, Installation, create_scope, db, keyring, write
from caseapp.db.schema import refuse_foreign_parts
from caseapp.db.unlocked import vault_of
from caseapp.paths import migrations_folder
from caseapp.vault import (
    PASSPHRASE_COST,
    Keyring,
    KeyringMismatch,
    PasswordCost,
    Provider,
    Root,
    check_row_mac,
    create_file_root,
    create_given_root,
    create_passphrase_root,
    has_next,
    hash_password,
    mark_of,
    row_mac,
    settle,
    sole_writer,
)
from caseapp.web.roles import Role

KEYS_FOLDER = "keys"


@dataclass(frozen=True)
class FirstAdministrator:
    """The account that opens all others."""

    name: str
    sign_in_name: str
    passphrase: str
    other_roles: tuple[Role, ...] = ()
    """What they do besides: nobody changes their own roles later."""


def keys_folder(app: Flask) -> Path:
    """Return the folder of the keyring."""
    folder: Path = app.config["SETTINGS"].instance_path / KEYS_FOLDER
    return folder


def is_installed() -> bool:
    """Tell whether this database has been set up."""
    return inspect(db.engine).has_table("installation") and db.session.get(Installation, 1) is not None


def is_newest_schema() -> bool:
    """Tell whether the database has every migration; they are numbered in one line."""
    return present_migration() == newest_migration()


def present_migration() -> str | None:
    """Return the number of the last migration that the database has seen, None for an empty one."""
    if not inspect(db.engine).has_table("alembic_version"):
        return None
    return db.session.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()


def newest_migration() -> str:
    """Return the number of the newest migration that this version of caseapp has."""
    return max(known_migrations())


def known_migrations() -> set[str]:
    """Return the numbers of all migrations that this version of caseapp has."""
    return {script.name.partition("_")[0] for script in (migrations_folder() / "versions").glob("0*.py")}


def refuse_newer_structure(instance: Path) -> None:
    """Refuse a database that has seen migrations which this version does not know: it would be read wrongly.

    Raises:
        SettingError: it has; the sentence names both ways on.
    """
    present, newest = present_migration(), newest_migration()
    if present is not None and present not in known_migrations() and present < newest:
        raise SettingError(
            "instance_path",
            f"the structure of the database in {instance} has number {present}, which no version of caseapp has given; "
            "restore a backup",
        )
    if present is not None and present > newest:
        raise SettingError(
            "instance_path",
            f"a newer version of caseapp has changed the structure of the database in {instance}: it has number "
            f"{present}, and this version knows them up to {newest}. Install the newer version again, or bring back "
            "what was kept before the change with `caseapp restore --force FILE`",
        )


def create_keys(
    folder: Path,
    unlockers: Mapping[str, str] | None,
    recovery_code: str | None,
    cost: PasswordCost = PASSPHRASE_COST,
    *,
    given: tuple[Provider, bytes] | None = None,
) -> Root:
    """Make a keyring: under the passphrases of named people, a key that is kept elsewhere, or else a key file."""
    ring = Keyring.generate()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if unlockers:
        return create_passphrase_root(folder, ring, unlockers, recovery_code, cost=cost)
    if given:
        kind, root_key = given
        return create_given_root(folder, kind, ring, root_key, recovery_code)
    return create_file_root(folder, ring, recovery_code)


def adopt_root(app: Flask, root: Root) -> None:
    """Unlock ``app`` with the keyring that ``root`` opens; raises as ``adopt_keyring``, and what the file raises."""
    mark = mark_of(root)
    if has_next(root) and is_installed():
        settle_keyring(root)
        mark = mark_of(root)
    adopt_keyring(app, root.keyring())
    vault_of(app).opened_by(root, mark)


def settle_keyring(root: Root) -> None:
    """Finish a change of the keyring that a kill interrupted, or drop it: the database says which."""
    with sole_writer(root.folder):
        settle(root, db.session.execute(select(Installation.keyring_fingerprint)).scalar_one())
    db.session.rollback()


def adopt_keyring(app: Flask, ring: Keyring, *, restored: bool = False) -> None:
    """Unlock ``app`` with ``ring``, after making sure that it belongs to the database.

    A ``restored`` database may name the ring of an earlier day, from before a rotation. One that makes the code of its
    row is of the same keys, and is named from now on; whether it still has all that the rows need, verifying tells.

    Raises:
        KeyringMismatch: these are the keys of another installation.
        Tampered: the installation's row was edited outside the application, or the database holds what acts by
            itself.
    """
    refuse_foreign_parts(migrated=is_newest_schema())
    vault_of(app).keys = ring
    installation = db.session.get(Installation, 1)
    if installation is None:
        return
    try:
        another = installation.keyring_fingerprint != ring.fingerprint()
        if installation.instance_id != ring.instance_id or (another and not restored):
            raise KeyringMismatch("these keys belong to another database")
        check_row_mac(ring, "installation", _mac_parts(installation), installation.mac)
        if another:
            with write(quiet=True):
                name_keyring(ring)
            installation = db.session.get_one(Installation, 1)
    except Exception:  # whatever it is: keys that were not found to fit are not kept
        vault_of(app).keys = None
        raise
    app.config["DEMONSTRATION"] = installation.demonstration


def name_keyring(ring: Keyring) -> None:
    """Let the database name ``ring`` as the one it is used with. Inside a write."""
    row = db.session.get_one(Installation, 1)
    row.keyring_fingerprint = ring.fingerprint()
    row.mac = row_mac(ring, "installation", _mac_parts(row))
    db.session.flush()


def install(
    *, organisation_name: str, language: str, administrator: FirstAdministrator, demonstration: bool
) -> User:
    """Write the first rows of an empty database: nothing works before, everything after."""
    user_id = uuid.uuid4()
    cost = current_app.config["SETTINGS"].password_cost
    hashed = hash_password(keyring(), administrator.passphrase, user_id, cost=cost)
    with write():
        ring = keyring()
        own, log = create_scope(ORGANISATION), create_scope(AUDIT)
        row = Installation(
            id=1,
            instance_id=ring.instance_id,
            keyring_fingerprint=ring.fingerprint(),
            organisation_scope_id=own.id,
            audit_scope_id=log.id,
            demonstration=demonstration,
            change_seq=0,
        )
        row.mac = row_mac(ring, "installation", _mac_parts(row))
        db.session.add(row)
        db.session.flush()
        db.session.add(
            Organisation(
                scope_id=own.id,
                language=language,
                name=organisation_name,
                names={language: organisation_name},
            )
        )
        user, _code = invite_user(
            None,
            name=administrator.name,
            sign_in_name=administrator.sign_in_name,
            roles=[Role.ADMINISTRATOR, *administrator.other_roles],
            team=None,
            language=language,
            user_id=user_id,
        )
        record(user, "setup.installed", demonstration=demonstration)
        team = create_team(user, organisation_name)
        if administrator.other_roles:
            db.session.flush()
            join_first_team(user, team)
        activate_user(user, hashed)
    current_app.config["DEMONSTRATION"] = demonstration
    return user


def _mac_parts(row: Installation) -> list[bytes]:
    return [
        row.instance_id.bytes,
        row.keyring_fingerprint.encode(),
        row.organisation_scope_id.bytes,
        row.audit_scope_id.bytes,
        b"demonstration" if row.demonstration else b"real use",
    ]
