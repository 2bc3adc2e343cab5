"""An export of records holds no free text: a subject or a title may name somebody whom nobody has asked."""

import pytest

from tests.authorities.test_list_of_authorities import add_authority
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import consent_to_tell_authorities, name_somebody, prepare
from tests.reports.test_row_exports import agree, ask_with_names, fetch
from tests.statements.writing import client_of, write_statement


@pytest.mark.parametrize(("table", "words"), [("letters", "subject"), ("statements", "title")])
def test_a_name_typed_by_hand_leaves_the_house_in_no_export(
    amina: Person, clara: Person, drita: Person, table: str, words: str
) -> None:
    case = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, case, client_of(amina, case))
    letter = prepare(amina, case, subject="About Parvin Hiddenfar, who is still inside")
    name_somebody(amina, letter, "Parvin Hiddenfar", "inside")
    write_statement(amina, case, title="What was done to Parvin Hiddenfar")
    authority = add_authority(amina)
    refused = clara.post(
        f"/reports/rows/new/{table}",
        {"identified": "named", "audience": "", "columns": ["reference", words], "reason": "Study"},
        422,
    )
    assert f'value="{words}"' not in refused.text
    assert "Subjects and titles are never in it" in refused.text
    columns = ["reference", "name", "authority", "case", "kind", "status", "voice", "language", "begun_on"]
    offered = [code for code in columns if f'value="{code}"' in refused.text]
    export = ask_with_names(clara, authority, table, columns=offered)
    agree(drita, export)
    rows = fetch(clara, export)
    assert len(rows) == 2
    assert "Dara Sample" in rows[1]
    assert "Hiddenfar" not in str(rows)
