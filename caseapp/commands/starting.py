"""Making an instance ready for a command: its folder, its settings, its database, and its keys."""

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import click
from flask import Flask

from caseapp.application import create_app
from caseapp.backup.before_migration import keep_before_migration
from caseapp.backup.restoring import finish_restore, has_unfinished_restore
from caseapp.config import SettingError, Settings, load_settings
from caseapp.db import Installation, db
from caseapp.db.probing import refuse_unsound_connection
from caseapp.db.schema import refuse_foreign_parts
from caseapp.hardening import harden_process
from caseapp.i18n.messages import gettext as _
from caseapp.paths import instance_folder
from caseapp.setup.holding import alone_for_now, hold_instance, prepare_folder
from caseapp.setup.installing import (
    KEYS_FOLDER,
    adopt_root,
    is_installed,
    is_newest_schema,
    keys_folder,
    present_migration,
    refuse_newer_structure,
)
from caseapp.setup.port import refuse_taken_port
from caseapp.setup.refusals import (
    refuse_debugging,
    refuse_full_disk,
    refuse_halves,
    refuse_misplaced_keys,
    refuse_network_disk,
    refuse_readable_memory,
    refuse_readable_swap,
    refuse_slow_clock,
    refuse_weak_randomness,
)
from caseapp.setup.roots import (
    handed_key,
    keep_handed_key,
    refuse_unfit_root,
    root_without_asking,
    take_handed_key,
)
from caseapp.vault import Root, provider, refuse_slow_derivation, self_test, unlock_with_passphrase

_STRUCTURE = "the structure of the database has to be changed"


def ready_app(*, serving: bool = False, for_server: bool = False, by_sheet: bool = False) -> Flask:
    """Return the application with its instance folder made and its database migrated; it has no keys yet.

    Nobody else uses the instance while its structure is changed: what runs would go on with the former one. Only a
    server that waits for it, having looked, has this done ``for_server`` beside itself. ``by_sheet`` the keys open
    whatever the settings say, because what these say may be gone.

    Raises:
        SettingError: a setting, the machine, the folder or, for ``serving``, the port does not do; a newer version of
            caseapp has had the database; the keys are another root's than the settings say; or others use what has to
            be changed.
        Tampered: the database holds what caseapp does not make.
    """
    refuse_readable_memory(harden_process())
    self_test()
    refuse_weak_randomness()
    settings = load_settings(instance_folder())
    handed = take_handed_key(settings)
    _refuse_unsafe(settings, serving=serving)
    hold_instance(settings.instance_path)
    if has_unfinished_restore(settings.instance_path):
        with alone_for_now(settings.instance_path, "an interrupted restore has to end"):
            finish_restore(settings.instance_path)
    keys = settings.instance_path / KEYS_FOLDER
    kind = provider(keys)
    if not by_sheet:
        refuse_unfit_root(settings, kind, handed)
    app = create_app(settings)
    keep_handed_key(app, handed)
    with app.app_context():
        refuse_newer_structure(settings.instance_path)
        if present_migration() is None:
            refuse_halves(kind, keys)  # before a database is made beside keys that have lost theirs
        if not is_newest_schema():
            with nullcontext() if for_server else alone_for_now(settings.instance_path, _STRUCTURE):
                if not serving:
                    _migrate(app)
            if serving:
                db.session.remove()  # a reader of ours would keep the other process from holding the database still
                in_another_process(app, "migrate", "--for-server")
        refuse_unsound_connection()
        refuse_foreign_parts(migrated=True)
        refuse_halves(kind, keys)
        refuse_slow_clock()
    if serving:
        refuse_slow_derivation(settings.password_cost)
    return app


def _refuse_unsafe(settings: Settings, *, serving: bool) -> None:
    """Refuse what can be told before anything is opened, and make the folder."""
    settings.check()
    refuse_misplaced_keys(settings)
    refuse_readable_swap(settings)
    if serving:
        refuse_debugging(os.environ)
        refuse_taken_port(settings)
    prepare_folder(settings.instance_path)
    refuse_network_disk(settings.instance_path)
    if serving:
        refuse_full_disk(settings.instance_path)


def _migrate(app: Flask) -> None:
    from caseapp.setup.migrating import migrate  # here, so that a server does not carry what it needs

    if is_installed():
        place = keep_before_migration(app)
        click.echo(_("The database as it is before the change of its structure: %(file)s", file=place))
    migrate()


def in_another_process(app: Flask, *arguments: str) -> None:
    """Do once, before serving, what needs memory that the server would never give back.

    Raises:
        SystemExit: it failed; what it said stands in the terminal.
    """
    sys.stdout.flush()
    handed = handed_key(app)
    environment = (
        os.environ if handed is None else {**os.environ, app.config["SETTINGS"].root_variable: handed}
    )
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "caseapp", *arguments], env=environment, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


def refuse_other_use(*, demonstration: bool) -> None:
    """Keep demonstrations and real use apart.

    Raises:
        SettingError: the instance is of the other kind.
    """
    found = db.session.get(Installation, 1) if is_installed() else None
    if found is not None and found.demonstration != demonstration:
        raise SettingError(
            "instance_path",
            "this instance is a demonstration and cannot become real; choose another CASEAPP_INSTANCE_PATH"
            if found.demonstration
            else "this instance is in real use; a demonstration needs another CASEAPP_INSTANCE_PATH",
        )
    db.session.rollback()


def unlock(app: Flask) -> None:
    """Give ``app`` its keys: those of a root that opens without asking, or by asking for an unlock passphrase."""
    adopt_root(app, opened_root(app.config["SETTINGS"], keys_folder(app), handed_key(app)))


def opened_root(settings: Settings, folder: Path, handed: str | None) -> Root:
    """Return the root of the keys in ``folder``, asking for an unlock passphrase where only people can open it.

    Raises:
        ClickException: there are no keys yet.
    """
    if provider(folder) is None:
        raise click.ClickException(
            _("This instance has no keys yet. Make it with “caseapp init” or “caseapp run” first.")
        )
    root = root_without_asking(settings, folder, handed)
    if root is not None:
        return root
    passphrase = click.prompt(_("Unlock passphrase"), hide_input=True)
    return unlock_with_passphrase(folder, passphrase, cost=settings.unlock_cost)
