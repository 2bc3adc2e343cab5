"""``caseapp accounts``: the way back for an administrator whom no other one can help."""

import click
from flask import current_app

from caseapp.accounts.actions import INVITATION_DAYS, find_user, reset_user
from caseapp.accounts.factors.actions import reset_factors
from caseapp.accounts.models import UserStatus
from caseapp.db import write
from caseapp.web.roles import Role

FACTOR, PASSPHRASE = "second-factor", "passphrase"


@click.group("accounts")
def accounts() -> None:
    """Help an administrator whom no other one can help."""


@accounts.command("let-in")
@click.argument("sign_in_name")
@click.option("--lost", type=click.Choice((FACTOR, PASSPHRASE)), required=True, help="What they lost.")
def let_in(sign_in_name: str, lost: str) -> None:
    """Make a link with which the administrator SIGN_IN_NAME sets up what they lost; what they had ends at once.

    Whoever lost their second factor needs their passphrase beside it, and the other way round. The log and the home
    pages of those who watch over accounts tell of it, and so does the next sign-in. Everybody else is helped by an
    administrator on the page of their account.
    """
    user = find_user(sign_in_name)
    if user is None or user.removed_on is not None or user.status == UserStatus.DISABLED:
        raise click.ClickException("nobody with an open account signs in under this name")
    if not user.has_role(Role.ADMINISTRATOR):
        raise click.ClickException("this is no administrator; one of them helps on the page of the account")
    is_active = user.status == UserStatus.ACTIVE
    if lost == FACTOR and not (is_active and (user.factors or user.awaits_factor)):
        raise click.ClickException("they have no second factor, or have to choose a passphrase first")
    with write():
        if lost == FACTOR:
            page, code = "accounts.factor_link", reset_factors(None, user, in_terminal=True)
        else:
            page, code = "accounts.activate", reset_user(None, user, in_terminal=True)
    path = current_app.url_map.bind("").build(page, {"code": code})
    click.echo(
        f"For {INVITATION_DAYS} days this link works once. Hand it over in person, and close this window:"
    )
    click.echo(f"    {current_app.config['SETTINGS'].served_at}{path}")
