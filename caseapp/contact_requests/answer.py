"""The one sentence that an enquirer is given, in their language, whatever the state of a search is.

It is the same before anybody was found, while they are asked and after they declined, so that neither its wording nor
its timing tells the cases apart. It never says that somebody was not found.
"""

NO_NEWS = {
    "en": "We have no news that we can give you.",
    "fa": "خبری که بتوانیم به شما بدهیم نداریم.",
    "ar": "ليست لدينا أخبار يمكننا أن نعطيكم إياها.",
    "sq": "Nuk kemi lajme që mund t'ju japim.",
}


def answer_for(language: str) -> tuple[str, str]:
    """Return the language tag and the sentence for an enquirer who speaks ``language``."""
    tag = language if language in NO_NEWS else "en"
    return tag, NO_NEWS[tag]
