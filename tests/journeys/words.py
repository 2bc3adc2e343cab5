"""Finding a translated sentence with its values filled in, on a page in any language."""

import gettext
import re
from functools import cache

from babel import Locale

from caseapp.paths import catalogs_folder

ISOLATES = re.compile("[\u2066-\u2069]")


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """The messages of one language as the pages read them."""
    return gettext.translation("messages", str(catalogs_folder()), [language], fallback=True)


def word(language: str, message: str, **values: object) -> str:
    """A message in a language, with its values."""
    found = catalog(language).gettext(message)
    return found % values if values else found


def says(text: str, language: str, message: str) -> bool:
    """Tell whether a text holds a message of a language, whatever its values are."""
    parts = re.split(r"%\(\w+\)[sd]", catalog(language).gettext(message))
    wanted = ".{0,300}?".join(re.escape(" ".join(part.split())) for part in parts)
    loose = wanted.replace(r"\ ", r"\s*")
    return re.search(loose, ISOLATES.sub("", text), re.DOTALL) is not None


def own_name(language: str) -> str:
    """Return what a language calls itself in a list of languages."""
    return str(Locale.parse(language).languages[language])
