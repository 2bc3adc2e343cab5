"""What the audit log keeps of a search in a list, in words."""

from collections.abc import Mapping
from typing import Any

from caseapp.i18n import in_a_row
from caseapp.web.installed import find_listing


def list_in_words(kept: Mapping[str, Any]) -> str:
    """Return how a list is called and what it was narrowed to; codes of what is no more stay as they are."""
    listing = find_listing(kept["name"])
    if listing is None:
        return str(kept["name"])
    labels = {each.name: each.choices for each in listing.filters}
    chosen = (labels.get(name, {}).get(code, code) for name, code in kept["filters"].items())
    return in_a_row([str(listing.label), *map(str, chosen)])
