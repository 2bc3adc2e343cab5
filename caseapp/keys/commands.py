"""``caseapp keys``: how the keys stand, and renewing them while the server goes on running."""

import click

from caseapp.db.checkpoint import empty_the_log
from caseapp.keys.changing import rotate
from caseapp.keys.destroying import StillNeeded, destroy, refuse_needed
from caseapp.keys.renewing import renew_scopes, scope_of_reference, scopes_older_than
from caseapp.keys.rewrapping import rewrap
from caseapp.keys.standing import KeyStanding, Obstacle, backups_that_need, keys_now
from caseapp.vault import KeyState, Purpose

NAMES = {purpose.name.lower().replace("_", "-"): purpose for purpose in Purpose}
"""What the terminal calls the keys."""
WHAT_FOR = {
    Purpose.SCOPE_WRAP: "wraps the keys of cases, persons and everything else",
    Purpose.ROW_MAC: "codes by which an edited row is found",
    Purpose.AUDIT_MAC: "links of the audit log",
    Purpose.PEPPER: "passphrases of accounts",
    Purpose.TOKEN: "look-ups of references and sign-in names",
    Purpose.SESSION: "forms before sign-in",
}
OBSTACLES = {
    Obstacle.IN_USE: "is in use",
    Obstacle.WRAPS: "still wraps keys: run `caseapp keys rewrap`",
    Obstacle.ROWS: "rows carry its codes until they are changed, or renewed by `caseapp keys renew`",
    Obstacle.LOG: "the links of the audit log need it for ever",
    Obstacle.ACCOUNTS: "passphrases need it until their owners have signed in again or were invited anew",
    Obstacle.LOOK_UPS: "what was looked up by it, and the erasure ledger with its copies, need it for ever",
}
STEPS = 1000
"""Of the bar that shows how far it is."""

_purpose = click.Choice(list(NAMES))


@click.group("keys")
def keys() -> None:
    """Look after the keyring. The server may go on running."""


@keys.command("status")
def status() -> None:
    """Show every version of every key: state, since when, and what still needs it."""
    purpose = None
    for key in keys_now():
        if key.purpose is not purpose:
            purpose = key.purpose
            click.echo(f"{_name(purpose)} ({WHAT_FOR[purpose]})")
        click.echo(f"    {_line(key)}")
        if key.purpose is Purpose.SCOPE_WRAP and key.state is KeyState.DECRYPT_ONLY:
            for path in backups_that_need(key.version):
                click.echo(f"        needed by the backup {path.name}")


@keys.command("rotate")
@click.argument("purposes", nargs=-1, type=_purpose)
@click.option("--all", "everything", is_flag=True, help="All of them.")
def rotate_command(purposes: tuple[str, ...], *, everything: bool) -> None:
    """Write with a new key from now on (by default scope-wrap), and wrap the keys of scopes anew.

    The former key still opens what it closed, until it is destroyed.
    """
    chosen = list(NAMES) if everything else list(purposes) or ["scope-wrap"]
    for name in chosen:
        click.echo(f"{name}: version {rotate(None, NAMES[name])} is in use.")
    if "scope-wrap" in chosen:
        _rewrap()


@keys.command("rewrap")
def rewrap_command() -> None:
    """Wrap anew what a former key has wrapped. Go on with it here after an interruption."""
    _rewrap()


@keys.command("destroy")
@click.argument("purpose", type=_purpose)
@click.argument("version", type=click.IntRange(1))
@click.option("--yes", is_flag=True, help="Do not ask.")
def destroy_command(purpose: str, version: int, *, yes: bool) -> None:
    """Destroy a former key that nothing needs any more. It cannot be undone."""
    try:
        refuse_needed(NAMES[purpose], version)
        if NAMES[purpose] is Purpose.SCOPE_WRAP:
            for path in backups_that_need(version):
                click.echo(f"This backup will never open again: {path}")
        click.echo(
            "Backups elsewhere that were made before it was replaced close for good, too. Copies of keyring.json from"
            " before, and the sheets inside older backups, still hold the key: destroy those copies as well."
        )
        if not yes:
            click.confirm(f"Destroy version {version} of {purpose}?", abort=True)
        destroy(None, NAMES[purpose], version)
    except StillNeeded as refusal:
        raise click.ClickException(f"Nothing was destroyed: {OBSTACLES[refusal.obstacle]}.") from None
    click.echo(f"Version {version} of {purpose} is destroyed.")


@keys.command("renew")
@click.argument("references", nargs=-1)
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(0),
    help="Every case, person and so on whose key is at least so many days old.",
)
def renew_command(references: tuple[str, ...], days: int | None) -> None:
    """Seal anew what belongs to the records with these REFERENCES, by new keys of their own.

    The codes of their rows are made anew as well. The audit log is never sealed anew: its links rest on it as it is.
    """
    scope_ids = [] if days is None else scopes_older_than(days)
    for reference in references:
        found = scope_of_reference(reference)
        if found is None:
            raise click.ClickException(f"Nothing bears the reference {reference}.")
        scope_ids.append(found)
    if not scope_ids:
        raise click.ClickException("Name a reference, or how old a key may be with --older-than DAYS.")
    with click.progressbar(length=STEPS, label="Sealing anew") as bar:
        done = renew_scopes(
            None, scope_ids, lambda number, total: bar.update(STEPS * number // total - bar.pos)
        )
    empty_the_log()
    click.echo(f"{done.scopes} keys were renewed, and {done.rows} rows sealed anew.")
    if done.damaged:
        raise click.ClickException(
            f"{len(done.damaged)} rows could not be opened and keep their former key: see `caseapp audit verify`."
        )


def _rewrap() -> None:
    with click.progressbar(length=STEPS, label="Wrapping anew") as bar:
        damaged = rewrap(None, lambda done, total: bar.update(STEPS * done // max(total, 1) - bar.pos))
    if damaged:
        raise click.ClickException(
            f"{damaged} keys of scopes could not be opened and stay as they are: `caseapp audit verify` names them."
        )
    click.echo("Everything is wrapped by the key in use.")


def _name(purpose: Purpose) -> str:
    return purpose.name.lower().replace("_", "-")


def _line(key: KeyStanding) -> str:
    since = f", since {key.since:%Y-%m-%d}" if key.since else ""
    carried = "" if key.carried is None else f", carried by {key.carried}"
    kept = key.obstacle is not None and key.obstacle is not Obstacle.IN_USE
    needed = f": {OBSTACLES[key.obstacle]}" if kept and key.obstacle is not None else ""
    return f"version {key.version} {key.state.value}{since}{carried}{needed}"
