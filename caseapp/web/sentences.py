"""Sentences that the application writes into records, kept as a code and its values.

Whoever causes one and whoever reads it may speak different languages, so it is worded when it is read. People cannot
type the sign that such a sentence is kept with: fields of text refuse it.
"""

import json
from collections.abc import Mapping
from typing import Self

from caseapp.db.encrypted import LOCKED, Codec
from caseapp.i18n import in_a_row
from caseapp.web.installed import features

_SIGN = "\x1f"


class Sentence(str):
    """A sentence of a feature in the reader's language, which remembers its ``code`` and its ``values``."""

    __slots__ = ("code", "values")

    code: str
    values: Mapping[str, str]

    def __new__(cls, code: str, **values: str) -> Self:
        """Word the sentence that a feature declares under ``code``; of an unknown one only its values are told."""
        found = super().__new__(cls, _worded(code, values))
        found.code, found.values = code, values
        return found


def _worded(code: str, values: Mapping[str, str]) -> str:
    for feature in features():
        if code in feature.sentences:
            return str(feature.sentences[code]) % values
    return in_a_row(values.values())


def _encode(text: str) -> bytes:
    if isinstance(text, Sentence):
        return (_SIGN + json.dumps([text.code, text.values], ensure_ascii=False)).encode()
    return text.encode()


def _decode(raw: bytes) -> str:
    text = raw.decode()
    if not text.startswith(_SIGN):
        return text
    code, values = json.loads(text[len(_SIGN) :])
    return Sentence(code, **values)


TYPED_OR_WORDED: Codec[str] = Codec(_encode, _decode, "", LOCKED)
"""How a line is sealed that people type and that the application words."""
