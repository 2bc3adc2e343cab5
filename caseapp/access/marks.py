"""Marks: where a page of a list ends, in the address of the next one.

A mark holds a change number. All records are numbered by one counter, and whoever reads two numbers learns how much was
written in between, in cases that they are kept out of, too. So it is sealed, for one reader.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from caseapp.accounts.models import User
from caseapp.db import ORGANISATION, keyring, system_scope_id
from caseapp.db.scopes import key_of
from caseapp.vault import Binding, Padding, VaultError, open_field, seal_field

_LABEL = "list.mark"
_LONGEST = 200
"""Nobody sends a longer one."""


def seal_mark(user: User, text: str) -> str:
    """Return a mark for the address bar of ``user``."""
    binding = _binding(user)
    sealed = seal_field(key_of(binding.scope_id).active, binding, text.encode(), Padding.SHORT)
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def open_mark(user: User, mark: str) -> str:
    """Return what a mark holds; empty for none, and for one that was not made for ``user``."""
    if not mark or len(mark) > _LONGEST:
        return ""
    binding = _binding(user)
    try:
        sealed = urlsafe_b64decode(mark.encode() + b"=" * (-len(mark) % 4))
        return open_field(key_of(binding.scope_id), binding, sealed).decode()
    except (ValueError, VaultError):  # whatever somebody wrote there
        return ""


def _binding(user: User) -> Binding:
    return Binding(keyring().instance_id, _LABEL, user.id, system_scope_id(ORGANISATION))
