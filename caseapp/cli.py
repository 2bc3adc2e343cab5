"""The command line: ``caseapp run``, ``caseapp demo``, ``caseapp audit verify`` and what the features add."""

import logging
import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from copy import copy
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from caseapp.application import create_app
from caseapp.backup.before_migration import keep_before_migration
from caseapp.backup.making import BackupFailed
from caseapp.backup.restoring import finish_restore, has_unfinished_restore
from caseapp.certificate import certificate
from caseapp.config import SettingError, Settings, load_settings
from caseapp.db import Installation, db
from caseapp.db.schema import refuse_foreign_parts
from caseapp.demo.making import FIRST_CASES, LOGINS, PASSPHRASE, add_cases, make_demonstration
from caseapp.features import FEATURES
from caseapp.hardening import harden_process
from caseapp.paths import instance_folder
from caseapp.restore import restore
from caseapp.server import LOG_FORMAT, become_server
from caseapp.setup.holding import alone_for_now, hold_instance, prepare_folder
from caseapp.setup.installing import (
    adopt_root,
    is_installed,
    is_newest_schema,
    keys_folder,
    refuse_newer_structure,
)
from caseapp.setup.port import refuse_taken_port
from caseapp.vault import (
    VaultError,
    open_file_root,
    provider,
    self_test,
    unlock_with_passphrase,
)
from caseapp.web.permissions import permission_matrix
from caseapp.workflow.commands import workflows_command


@click.group()
def cli() -> None:
    """Case management for organisations that support people who left a closed, coercive group."""


@cli.command("run")
def run() -> None:
    """Serve the application for real use; an empty instance prints its one-time set-up link."""
    app = ready_app(serving=True)
    setup_token = None
    with app.app_context():
        refuse_other_use(demonstration=False)
        if not is_installed():
            setup_token = secrets.token_urlsafe(24)
            click.echo("This instance is empty. Open this link once, in a browser on this machine:\n")
            click.echo(f"    {app.config['SETTINGS'].served_at}/set-up/{setup_token}\n")
        elif provider(keys_folder(app)) == "file":
            unlock(app)
            click.echo(f"Serving on {app.config['SETTINGS'].served_at}")
        else:
            click.echo(
                f"Locked. Open {app.config['SETTINGS'].served_at}/unlock and type an unlock passphrase."
            )
    become_server(app.config["SETTINGS"], setup_token)


@cli.command("demo")
@click.option("--cases", type=click.IntRange(0, 100_000), default=0, help="Add so many more invented cases.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same people.")
@click.option("--serve", "serving", is_flag=True, help="Serve the demonstration afterwards.")
def demo(cases: int, seed: int, *, serving: bool) -> None:
    """Make or continue a demonstration with invented people, on an instance of its own."""
    os.environ.setdefault("CASEAPP_INSTANCE_PATH", str(instance_folder() / "demo"))
    app = ready_app(serving=serving)
    with app.app_context():
        refuse_other_use(demonstration=True)
        if serving and (cases or not is_installed()):
            _in_another_process("make-demonstration", str(cases), str(seed))
        elif cases or not is_installed():
            _make_demonstration(app, cases, seed)
        unlock(app)
        click.echo(f"A demonstration with invented people. Passphrase for every login: {PASSPHRASE}\n")
        for name, (role, shown, language) in LOGINS.items():
            click.echo(f"    {name:<15}{role.value:<15}{shown} ({language})")
        if serving:
            click.echo(f"\nServing on {app.config['SETTINGS'].served_at}")
    if serving:
        become_server(app.config["SETTINGS"])


@cli.command("make-demonstration", hidden=True)
@click.argument("cases", type=int)
@click.argument("seed", type=int)
def make_demonstration_apart(cases: int, seed: int) -> None:
    """Make what ``demo --serve`` serves."""
    app = ready_app()
    with app.app_context():
        refuse_other_use(demonstration=True)
        _make_demonstration(app, cases, seed)


def _make_demonstration(app: Flask, cases: int, seed: int) -> None:
    if is_installed():
        unlock(app)
    else:
        make_demonstration(app)
        cases = cases or FIRST_CASES
    click.echo(f"{add_cases(cases, seed)} invented cases.")


@cli.command("migrate")
@click.option("--for-server", is_flag=True, hidden=True)
def migrate_apart(*, for_server: bool) -> None:
    """Bring the database to the newest schema; every other command does so first."""
    ready_app(for_server=for_server)


@cli.command("permissions")
def permissions() -> None:
    """Print who may call which route, as the tests hold it."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(instance_path=Path(folder)))
        click.echo(permission_matrix(app), nl=False)


_STRUCTURE = "the structure of the database has to be changed"


def ready_app(*, serving: bool = False, for_server: bool = False) -> Flask:
    """Return the application with its instance folder made and its database migrated; it has no keys yet.

    Nobody else uses the instance while its structure is changed: what runs would go on with the former one. Only a
    server that waits for it, having looked, has this done ``for_server`` beside itself.

    Raises:
        SettingError: a setting, the folder or, for ``serving``, the port does not do; a newer version of caseapp has
            had the database; or others use what has to be changed.
        Tampered: the database holds what caseapp does not make.
    """
    harden_process()
    self_test()
    settings = load_settings(instance_folder())
    settings.check()
    if serving:
        refuse_taken_port(settings)
    prepare_folder(settings.instance_path)
    hold_instance(settings.instance_path)
    if has_unfinished_restore(settings.instance_path):
        with alone_for_now(settings.instance_path, "an interrupted restore has to end"):
            finish_restore(settings.instance_path)
    app = create_app(settings)
    with app.app_context():
        refuse_newer_structure(settings.instance_path)
        if not is_newest_schema():
            with nullcontext() if for_server else alone_for_now(settings.instance_path, _STRUCTURE):
                if not serving:
                    _migrate(app)
            if serving:
                db.session.remove()  # a reader of ours would keep the other process from holding the database still
                _in_another_process("migrate", "--for-server")
        refuse_foreign_parts(migrated=True)
    return app


def _migrate(app: Flask) -> None:
    from caseapp.setup.migrating import migrate  # here, so that a server does not carry what it needs

    if is_installed():
        place = keep_before_migration(app)
        click.echo(f"The database as it is before the change of its structure: {place}")
    migrate()


def _in_another_process(*arguments: str) -> None:
    """Do once, before serving, what needs memory that the server would never give back.

    Raises:
        SystemExit: it failed; what it said stands in the terminal.
    """
    sys.stdout.flush()
    done = subprocess.run([sys.executable, "-m", "caseapp", *arguments], check=False)  # noqa: S603 - ourselves
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
    """Give ``app`` its keys: from the key file, or by asking for an unlock passphrase."""
    folder = keys_folder(app)
    kind = provider(folder)
    if kind is None:
        raise click.ClickException("this instance has no keys yet; start it with `caseapp run` first")
    if kind == "file":
        root = open_file_root(folder)
    else:
        passphrase = click.prompt("Unlock passphrase", hide_input=True)
        root = unlock_with_passphrase(folder, passphrase, cost=app.config["SETTINGS"].unlock_cost)
    adopt_root(app, root)


def _unlocking(command: click.Command) -> click.Command:
    """Return a feature's command that runs in an unlocked application, or a group of such; the feature's own stays."""
    opened = copy(command)
    if isinstance(opened, click.Group):
        opened.commands = {name: _unlocking(part) for name, part in opened.commands.items()}
        return opened
    run = command.callback
    assert run is not None

    def callback(**options: object) -> object:
        app = ready_app()
        with app.app_context():
            unlock(app)
            return run(**options)

    opened.callback = callback
    return opened


cli.add_command(restore)
cli.add_command(certificate)
cli.add_command(workflows_command(workflow for feature in FEATURES for workflow in feature.workflows))
for feature in FEATURES:
    for contributed in feature.commands:
        cli.add_command(_unlocking(contributed))


def main() -> None:
    """Run the command line; a setting or key that does not fit ends it with one plain sentence."""
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    os.umask(0o077)
    try:
        cli()
    except (SettingError, VaultError, BackupFailed) as error:
        _end_with(str(error))
    except DBAPIError as error:
        _end_with(f"The database cannot be used: {error.orig}.")


def _end_with(sentence: str) -> NoReturn:
    click.echo(f"caseapp stops here. {sentence}", err=True)
    sys.exit(2)
