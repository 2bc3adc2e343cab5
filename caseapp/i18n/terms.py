"""Terms: lists of words that an organisation adds to, with a label per language.

A feature declares a ``TermList`` with the terms that everybody has; their labels are in the catalogs. The organisation
adds its own and hides what it does not use. A code never changes and is never reused, so old records keep their word.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel.speaklater import LazyString
from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from caseapp.db import Encrypted, Record, db
from caseapp.i18n import in_alphabet, locale_tag


@dataclass(frozen=True)
class TermList:
    """A list that the organisation may add to."""

    code: str
    label: LazyString
    built_in: Mapping[str, LazyString]


class Term(Record):
    """A term that the organisation added to a list, or a built-in one that it hides."""

    __tablename__ = "term"
    __kind__ = "term"
    __table_args__ = (UniqueConstraint("list_code", "code"),)

    list_code: Mapped[str]
    code: Mapped[str]
    hidden: Mapped[bool]
    labels = Encrypted.json("term.labels")
    """Label per language tag."""


def term_choices(terms: TermList) -> list[tuple[str, str]]:
    """Return what a form offers of a list: built-in terms that are not hidden, in the order of their
    list, then the organisation's own in the alphabet of the reader's language.
    """
    own = {term.code: term for term in terms_of(terms)}
    built_in = [
        (code, str(label)) for code, label in terms.built_in.items() if not (code in own and own[code].hidden)
    ]
    added = [
        (code, label_of(term)) for code, term in own.items() if code not in terms.built_in and not term.hidden
    ]
    return built_in + sorted(added, key=lambda pair: in_alphabet(pair[1]))


def term_label(terms: TermList, code: str) -> str:
    """Return the word for a code, hidden ones included; the code itself when nothing is known of it."""
    if code in terms.built_in:
        return str(terms.built_in[code])
    found = next((term for term in terms_of(terms) if term.code == code), None)
    return label_of(found) if found is not None else code


def terms_of(terms: TermList) -> list[Term]:
    """Return the organisation's own rows of a list."""
    query = select(Term).where(Term.list_code == terms.code, Term.removed_on.is_(None)).order_by(Term.seq)
    return list(db.session.scalars(query))


def label_of(term: Term) -> str:
    """Return a term's label in the reader's language, else in the first one that has one."""
    labels: dict[str, str] = term.labels or {}
    return labels.get(locale_tag()) or next((label for label in labels.values() if label), term.code)
