"""Why somebody may be the same as somebody else, in words."""

from collections.abc import Iterable, Mapping

from flask_babel.speaklater import LazyString

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.comparing import Ground, Reason

_WORDS: Mapping[Ground, LazyString] = {
    Ground.SAME_DAY: _l("born on the same day"),
    Ground.MAY_BE_SAME_DATE: _l("the birth dates may be the same"),
    Ground.TURNED_DATE: _l("day and month of birth may have been exchanged"),
    Ground.NEAR_DATE: _l("born within a year of each other"),
    Ground.OTHER_DATE: _l("the birth dates differ"),
    Ground.FAR_DATE: _l("the birth dates lie years apart"),
    Ground.SAME_PLACE: _l("the same place of birth"),
    Ground.OTHER_PLACE: _l("another place of birth"),
    Ground.SAME_SEX: _l("the same sex"),
    Ground.OTHER_SEX: _l("not the same sex"),
    Ground.SAME_NATIONALITY: _l("the same nationality"),
    Ground.OTHER_NATIONALITY: _l("another nationality"),
    Ground.SAME_ROUTE: _l("the same number or address"),
    Ground.SAME_RELATIVE: _l("a relative of both is the same person"),
}
_ONE_NAME: Mapping[Ground, LazyString] = {
    Ground.SAME_NAME: _l("the same name: %(ours)s"),
    Ground.OTHER_SCRIPT: _l("the same sound in another script: %(ours)s and %(theirs)s"),
    Ground.OTHER_SPELLING: _l("the same sound, spelled another way: %(ours)s and %(theirs)s"),
    Ground.LIKE_NAME: _l("names that are much alike: %(ours)s and %(theirs)s"),
}
_BESIDE = " – "


def reason_in_words(reason: Reason) -> str:
    """Return one reason as a line for those who decide."""
    if reason.ground in _ONE_NAME:
        return _ONE_NAME[reason.ground] % {"ours": _apart(reason.ours), "theirs": _apart(reason.theirs)}
    words = str(_WORDS[reason.ground])
    if reason.ours and reason.theirs:
        words += f": {_apart(reason.ours)}{_BESIDE}{_apart(reason.theirs)}"
    return words


def reasons_in_words(reasons: Iterable[Reason]) -> tuple[list[str], list[str]]:
    """Return what speaks for two people being one, and what against."""
    found: tuple[list[str], list[str]] = [], []
    for reason in reasons:
        found[0 if reason.speaks_for else 1].append(reason_in_words(reason))
    return found


def _apart(words: str) -> str:
    return f"\u2068{words}\u2069"
