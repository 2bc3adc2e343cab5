"""The form of a search in texts."""

from wtforms import ValidationError

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.text_search.matching import MOST_WORDS, Sought, TooManyWords
from caseapp.web.forms import LineField, PageForm, Required
from caseapp.web.values import digits

MOST_CHARACTERS = 200


class TextSearchForm(PageForm):
    """What the texts must have: words, and phrases in quotation marks."""

    words = LineField(
        _l("Which words?"),
        [Required()],
        most=MOST_CHARACTERS,
        description=_l(
            "A text must have all of them, in any order; the beginning of a word will do. Words in “quotation marks”"
            " must stand together."
        ),
    )

    def validate_words(self, field: LineField) -> None:
        """Refuse what no text can have, and more words than anybody needs."""
        if field.errors:
            return
        try:
            if not Sought.read(field.data or ""):
                raise ValidationError(str(_l("Please type a word or a number.")))
        except TooManyWords:
            raise ValidationError(
                str(_l("Please type fewer words: up to %(most)s.")) % {"most": digits(MOST_WORDS)}
            ) from None
