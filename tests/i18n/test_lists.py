"""Several words in one line, as the reader's language parts them."""

import pytest
from flask import Flask
from flask_babel import force_locale

from caseapp.i18n import in_a_row


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "Look, Tell"), ("sq", "Look, Tell"), ("fa", "Look، Tell"), ("ar", "Look، Tell")],
)
def test_a_list_has_the_comma_of_the_language(app: Flask, language: str, line: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert in_a_row(["Look", "Tell"]) == line
