"""By what becomes of a call nobody can tell whether they are kept out of a case or it is none of theirs."""

import re

from flask import Flask

from caseapp.web.roles import Role
from tests.audit.test_reading_the_log import lines_of
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.incoming_contacts.test_filing import file_with, keep_out
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.security.test_the_log_itself import colleague
from tests.security.test_what_details_tell import words_of
from tests.tasks.test_next_steps import case_id


def lines_about(reader: Person, contact: str) -> list[str]:
    """What the log tells of a contact."""
    return lines_of(reader, f"?record={contact.rpartition('/')[2]}")


def test_the_log_tells_as_little_of_a_call_filed_with_a_case_of_others_as_of_one_filed_with_a_hidden_one(
    app: Flask, amina: Person, clara: Person, edon: Person
) -> None:
    dunja = colleague(app, "dunja", Role.SUPPORT, Role.ADMINISTRATOR)
    hidden, foreign = start_case(amina), start_case(amina, name="Somebody else")
    keep_out(clara, hidden, dunja)
    for case in (hidden, foreign):
        contact = log_contact(dunja, next_step="Ring the uncle back")
        dunja.get(contact)
        assert lines_about(dunja, contact)
        file_with(clara, contact, case)
        assert lines_about(dunja, contact) == []
        assert lines_about(edon, contact)


def test_a_call_that_comes_back_tells_as_little_of_the_case_of_others_where_it_lay(
    app: Flask, amina: Person, clara: Person, edon: Person
) -> None:
    dunja = colleague(app, "dunja", Role.SUPPORT, Role.ADMINISTRATOR)
    hidden, foreign = start_case(amina), start_case(amina, name="Somebody else")
    keep_out(clara, hidden, dunja)
    histories, logs = [], []
    for case in (hidden, foreign):
        contact = log_contact(dunja)
        file_with(clara, contact, case)
        clara.post(f"{contact}/take-out", {"place": f"case:{case_id(case)}"})
        history = f"/history/incoming_contact/{contact.rpartition('/')[2]}"
        assert "Clara Test" in clara.page(history).text
        histories.append(re.sub(r"I-[\w-]+", "", dunja.page(history).text.partition("Printed by")[0]))
        logs.append(words_of(lines_about(dunja, contact)))
        assert any("Took an incoming contact out" in line for line in lines_about(edon, contact))
    assert "Clara Test" not in histories[0]
    assert histories[0] == histories[1]
    assert logs[0] == logs[1]


def test_a_call_that_its_coordinator_reaches_no_longer_does_not_tell_why(
    app: Flask, amina: Person, clara: Person
) -> None:
    berta = colleague(app, "berta", Role.COORDINATOR, Role.ADMINISTRATOR)
    hidden, foreign = start_case(amina), start_case(amina, name="Somebody else")
    keep_out(clara, hidden, berta)
    for case in (hidden, foreign):
        contact = log_contact(amina)
        berta.get(contact)
        file_with(amina, contact, case)
        clara.post(f"{case}/access/level", {"level": "members"})
        berta.get(contact, 404)
        assert lines_about(berta, contact) == []


def test_the_log_goes_on_telling_of_a_call_filed_with_a_case_of_ones_own(app: Flask, clara: Person) -> None:
    dunja = colleague(app, "dunja", Role.SUPPORT, Role.ADMINISTRATOR)
    contact = log_contact(dunja)
    file_with(dunja, contact, start_case(dunja))
    clara.get(contact)
    lines = lines_about(dunja, contact)
    assert any("Filed an incoming contact" in line for line in lines)
    assert any("Clara Test" in line for line in lines)
