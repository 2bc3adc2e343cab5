"""What a colleague came to know of unlocking: a passphrase of their own, and perhaps where the recovery sheet lies."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from caseapp.i18n.messages import gettext as _
from caseapp.setup.installing import keys_folder
from caseapp.setup.permissions import SetupPermission
from caseapp.vault import Provider, has_recovery_code, provider
from caseapp.web.duties import Secret, Seen
from caseapp.web.gate import can
from caseapp.web.installed import this_app


def what_unlocks(reader: Any, _seen: Seen) -> Iterator[Secret]:
    """Yield their unlock passphrase, which is taken away, and the recovery sheet, which is made anew."""
    folder = keys_folder(this_app())
    url = url_for("setup.unlockers") if can(reader, SetupPermission.UNLOCKERS) else None
    if provider(folder) is Provider.PASSPHRASE:
        yield Secret("unlocker", _("Their unlock passphrase, if they had one: it unlocks no more"), url)
    if has_recovery_code(folder):
        yield Secret("sheet", _("The recovery sheet, if they knew where it lies: make a new one"), url)
