"""Writing the organisation's settings and its own terms."""

import uuid
from typing import Any

from caseapp.accounts.organisation import Organisation
from caseapp.audit import record
from caseapp.db import ORGANISATION, db, system_scope_id
from caseapp.i18n.terms import Term, TermList, terms_of


def change_organisation(actor: Any, organisation: Organisation, **values: Any) -> None:
    """Set names, address, contact line and language of the organisation."""
    changed = [name for name, value in values.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, values[name])
    record(actor, "settings.organisation_changed", organisation, fields=changed)


def add_term(actor: Any, terms: TermList, labels: dict[str, str], term_id: uuid.UUID) -> Term:
    """Add a term of the organisation's own to a list."""
    term = Term(
        id=term_id,
        scope_id=system_scope_id(ORGANISATION),
        list_code=terms.code,
        code=f"own-{term_id.hex[:12]}",
        hidden=False,
        labels=labels,
    )
    db.session.add(term)
    record(actor, "settings.term_added", term, list=terms.code)
    return term


def show_or_hide_term(actor: Any, terms: TermList, code: str) -> None:
    """Hide a term from the forms, or offer it again. Records that use it keep its word."""
    term = next((term for term in terms_of(terms) if term.code == code), None)
    if term is None:
        term = Term(
            scope_id=system_scope_id(ORGANISATION), list_code=terms.code, code=code, hidden=False, labels={}
        )
        db.session.add(term)
    term.hidden = not term.hidden
    record(actor, "settings.term_hidden" if term.hidden else "settings.term_shown", term, list=terms.code)
