"""The command line: ``caseapp run``, ``caseapp demo``, ``caseapp audit verify`` and what the features add."""

import logging
import os
import secrets
import sys
import tempfile
from copy import copy
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import DBAPIError

from caseapp.application import create_app
from caseapp.backup.making import BackupFailed
from caseapp.commands.certificate import certificate
from caseapp.commands.init import init_command
from caseapp.commands.restore import restore
from caseapp.commands.speaking import language_of_organisation
from caseapp.commands.starting import in_another_process, ready_app, refuse_other_use, unlock
from caseapp.commands.terminal import lock_command, status_command, unlock_command
from caseapp.commands.unlockers import unlockers_command
from caseapp.config import SettingError, Settings
from caseapp.demo.making import FIRST_CASES, LOGINS, PASSPHRASE, add_cases, make_demonstration
from caseapp.features import FEATURES
from caseapp.paths import instance_folder
from caseapp.serving.server import LOG_FORMAT, become_server
from caseapp.setup.installing import is_installed, keys_folder
from caseapp.setup.roots import RootNotToBeHad, handed_key
from caseapp.vault import Provider, VaultError, provider
from caseapp.web.permissions import permission_matrix
from caseapp.workflow.commands import workflows_command

PUT_RIGHT, ANOTHER_TRY = 2, 75
"""How a command ends when a person has to put something right first, and when it may go well a little later."""


@click.group()
def cli() -> None:
    """Case management for organisations that support people who left a closed, coercive group."""


@cli.command("run")
def run() -> None:
    """Serve the application for real use; an empty instance prints its one-time set-up link."""
    app = ready_app(serving=True)
    settings: Settings = app.config["SETTINGS"]
    setup_token = None
    with app.app_context():
        refuse_other_use(demonstration=False)
        if not is_installed():
            setup_token = secrets.token_urlsafe(24)
            _refuse_other_root(app)
            click.echo(
                "This instance is empty. Open this link once, in a browser on this machine; it makes keys that"
            )
            click.echo("two people's passphrases open (`caseapp init` offers other ways):")
            click.echo(f"    {settings.served_at}/set-up/{setup_token}\n")
        elif provider(keys_folder(app)) is Provider.PASSPHRASE:
            click.echo(
                f"Locked. Open {settings.served_at}/unlock and type an unlock passphrase, or `caseapp unlock`."
            )
        else:
            unlock(app)
            click.echo(f"Serving on {settings.served_at}")
    become_server(settings, setup_token, handed_key(app))


def _refuse_other_root(app: Flask) -> None:
    """Refuse to offer a set-up that makes other keys than the settings say.

    Raises:
        SettingError: naming the one that says so.
    """
    settings = app.config["SETTINGS"]
    for said, name, root in (
        (settings.root_command, "root_command", "command"),
        (handed_key(app), settings.root_variable, "env"),
    ):
        if said:
            raise SettingError(
                name,
                "is set, but this instance is empty, and set-up in the browser makes keys for passphrases. Make it "
                f"with `caseapp init --root {root}`, or take the setting out",
            )


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
            in_another_process(app, "make-demonstration", str(cases), str(seed))
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
        with app.app_context(), force_locale(language_of_organisation()):
            unlock(app)
            return run(**options)

    opened.callback = callback
    return opened


for command in (init_command, unlock_command, lock_command, status_command, unlockers_command, restore):
    cli.add_command(command)
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
    except RootNotToBeHad as error:
        _end_with(str(error), ANOTHER_TRY)
    except (SettingError, VaultError, BackupFailed) as error:
        _end_with(str(error))
    except DBAPIError as error:
        _end_with(f"The database cannot be used: {error.orig}.")


def _end_with(sentence: str, code: int = PUT_RIGHT) -> NoReturn:
    click.echo(f"caseapp stops here. {sentence}", err=True)
    sys.exit(code)
