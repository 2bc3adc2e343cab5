"""Sentences that the application writes into records, kept as a code and its values.

Whoever causes one and whoever reads it may speak different languages, so it is worded when it is read. People cannot
type the sign that such a sentence is kept with: fields of text refuse it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Self

from flask import Flask, current_app
from flask_babel.speaklater import LazyString

from caseapp.db.encrypted import LOCKED, Codec, Raw
from caseapp.i18n import in_a_row

EXTENSION = "caseapp-sentences"
_SIGN = "\x1f"


def install_sentences(app: Flask, sentences: Mapping[str, LazyString]) -> None:
    """Keep the sentences that the features declare, by code."""
    app.extensions[EXTENSION] = sentences


class Sentence(str):
    """A sentence of a feature in the reader's language, which remembers its ``code`` and its ``values``.

    A value may be a sentence itself, such as the word for a purpose.
    """

    __slots__ = ("code", "values")

    code: str
    values: Mapping[str, str]

    def __new__(cls, code: str, **values: str) -> Self:
        """Word the sentence that a feature declares under ``code``; of an unknown one only its values are told."""
        found = super().__new__(cls, _worded(code, values))
        found.code, found.values = code, values
        return found


class Lines(str):
    """Several sentences, one to a line."""

    __slots__ = ("sentences",)

    sentences: tuple[str, ...]

    def __new__(cls, sentences: Iterable[str]) -> Self:
        """Put ``sentences`` under each other, the same one once."""
        once = tuple(dict.fromkeys(sentences))
        found = super().__new__(cls, "\n".join(once))
        found.sentences = once
        return found


def _worded(code: str, values: Mapping[str, str]) -> str:
    sentences: Mapping[str, LazyString] = current_app.extensions[EXTENSION]
    return str(sentences[code]) % values if code in sentences else in_a_row(values.values())


def _kept(text: str) -> Any:
    if isinstance(text, Sentence):
        return [text.code, {name: _kept(value) for name, value in text.values.items()}]
    if isinstance(text, Lines):
        return {"lines": [_kept(sentence) for sentence in text.sentences]}
    return text


def _read(kept: Any) -> str:
    if isinstance(kept, dict):
        return Lines(_read(sentence) for sentence in kept["lines"])
    if isinstance(kept, list):
        code, values = kept
        return Sentence(code, **{name: _read(value) for name, value in values.items()})
    return str(kept)


def _encode(text: str) -> bytes:
    if isinstance(text, Sentence | Lines):
        return (_SIGN + json.dumps(_kept(text), ensure_ascii=False)).encode()
    return text.encode()


def _decode(raw: Raw) -> str:
    text = str(raw, "utf-8")
    return _read(json.loads(text[len(_SIGN) :])) if text.startswith(_SIGN) else text


TYPED_OR_WORDED: Codec[str] = Codec(_encode, _decode, "", LOCKED)
"""How a text is sealed that people type and that the application words."""
