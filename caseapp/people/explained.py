"""How a query met a name, in words for whoever searches."""

from collections.abc import Iterator, Mapping

from flask_babel.speaklater import LazyString

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.names import How, Met, explain

_WORDS: Mapping[How, LazyString] = {
    How.SCRIPT: _l("%(asked)s in another script: %(name)s"),
    How.SOUND: _l("%(asked)s sounds like %(name)s"),
    How.SLIP: _l("%(asked)s is one letter away from %(name)s"),
    How.SHORTENED: _l("%(asked)s and %(name)s: one is a part of the other"),
    How.JOINED: _l("%(asked)s, written together: %(name)s"),
    How.APART: _l("%(asked)s, written apart: %(name)s"),
    How.INITIAL: _l("%(asked)s and %(name)s: one is an initial"),
}
"""What is the same, a title, or goes on where the query ends needs no words."""


def explained(query: str, name: str) -> Iterator[str]:
    """Yield what tells ``query``, whose last part may go on, from ``name``: nothing where they are the same."""
    met = explain(query, name, unfinished=True)
    for each in met:
        if each.how in _WORDS:
            yield _WORDS[each.how] % {"asked": _joined(each.asked), "name": _joined(each.name)}
        elif _is_not_there(each):
            yield _("%(asked)s is not in this name", asked=_joined(each.asked))
    if any(each.asked and each.name and not each.in_order for each in met):
        yield _("in another order")


def _is_not_there(met: Met) -> bool:
    return met.how is How.MISSING and not met.name


def _joined(parts: tuple[str, ...]) -> str:
    return "\u2068" + " ".join(parts) + "\u2069"
