"""The attributes of boxes are what WTForms writes, only sooner."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from wtforms import StringField
from wtforms.widgets.core import html_params

from caseapp.web.forms import PageForm
from caseapp.web.forms.attributes import attributes
from tests.conftest import Person

NAMES = st.sampled_from(
    ("id", "class_", "data_quick", "aria_describedby", "value", "required", "for_", "data-x")
)
VALUES = st.one_of(st.text(), st.booleans(), st.integers(), st.none(), st.text().map(Markup))


@given(st.dictionaries(NAMES, VALUES))
def test_attributes_are_written_as_wtforms_writes_them(values: dict[str, Any]) -> None:
    assert attributes(**values) == html_params(**values)


def test_a_box_of_a_form_is_written_so_with_what_was_typed_escaped(amina: Person) -> None:
    class Form(PageForm):
        word = StringField()

    with amina.app.test_request_context("/me"):
        box = Form(data={"word": '"><script>'}).word()
        assert box == '<input id="word" name="word" type="text" value="&#34;&gt;&lt;script&gt;">'
        assert type(Form().word.widget).html_params is attributes
