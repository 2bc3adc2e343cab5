"""The form of the search box."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import LineField, PageForm, Required


class SearchForm(PageForm):
    """What to look for: a reference, a name in any script, a telephone number, an e-mail address."""

    query = LineField(
        _l("What are you looking for?"),
        [Required()],
        most=200,
        description=_l(
            "A reference, a name in any script and spelling, a whole telephone number or an e-mail address."
        ),
    )
