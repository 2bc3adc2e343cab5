"""What the audit log keeps of a search in a list, in words."""

from collections.abc import Mapping

from caseapp.i18n import in_a_row
from caseapp.web.installed import features, find_listing


def list_in_words(name: str) -> str:
    """Return how a list is called; the code of one that is no more."""
    listing = find_listing(name)
    return str(listing.label) if listing is not None else name


def narrowed_in_words(chosen: Mapping[str, str]) -> str:
    """Return what a list was narrowed to, nothing for the whole one."""
    known = [each for feature in features() for listing in feature.lists for each in listing.filters]
    words = (
        next((each.choices[code] for each in known if each.name == name and code in each.choices), code)
        for name, code in chosen.items()
    )
    return in_a_row(str(word) for word in words)
