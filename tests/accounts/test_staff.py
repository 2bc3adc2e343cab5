"""Administrators look after accounts, roles and teams."""

import re

import pytest

from caseapp.accounts.actions import LastAdministrator, change_roles
from caseapp.accounts.models import User
from caseapp.db import db, write
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import start_case
from tests.conftest import PASSPHRASE, Page, Person, visible

INVITED = {"name": "Farid نمونه", "sign_in_name": "farid", "roles": "support", "team": "", "language": "fa"}


def test_a_new_team_sees_none_of_the_other_teams_cases(amina: Person, clara: Person, drita: Person) -> None:
    address = start_case(amina)
    drita.post("/staff/teams", {"name": "Second team"})
    page = drita.get(f"/staff/{clara.id}")
    second = page.text.split("Second team")[0].rsplit('value="', 1)[1].split('"')[0]
    drita.post(f"/staff/{clara.id}/teams", {"teams": second})
    clara.get(address, 404)


def test_colleagues_stand_in_the_alphabet_of_the_reader(drita: Person) -> None:
    for name in ("Dhurata", "Drini", "Çlirim", "Cana"):
        drita.post("/staff/invite", {**INVITED, "name": name, "sign_in_name": name.casefold()}, status=200)
    drita.post("/language", {"locale": "sq", "return_to": "/me"})
    text = drita.get("/staff").text
    places = [
        text.index(f">{name}<") for name in ("Besnik Test", "Cana", "Çlirim", "Drini", "Dhurata", "Edon Test")
    ]
    assert places == sorted(places)


def test_a_closed_account_ends_its_sessions_at_once(amina: Person, drita: Person) -> None:
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Left the organisation"})
    assert amina.client.get("/").status_code == 302
    refused = amina.client.get("/sign-in")
    token = Page(refused.text).forms[-1]["fields"]["csrf_token"]
    sent = {"csrf_token": token, "sign_in_name": "amina", "passphrase": PASSPHRASE}
    assert "do not fit together" in visible(amina.client.post("/sign-in", data=sent))


def test_the_last_administrator_stays(drita: Person) -> None:
    drita.post(f"/staff/{drita.id}/disable", {"reason": "A mistake"}, status=422)
    drita.post(f"/staff/{drita.id}/roles", {"roles": "support"}, status=422)


def test_an_invited_person_is_spoken_to_in_the_language_that_was_chosen_for_them(drita: Person) -> None:
    page = drita.post("/staff/invite", INVITED, status=200)
    path = page.text.split("/activate/")[1].split("<")[0]
    visitor = drita.app.test_client()
    first = visitor.get(f"/activate/{path}", headers={"Accept-Language": "en"})
    assert '<html lang="fa" dir="rtl"' in first.text
    token = Page(first.text).forms[-1]["fields"]["csrf_token"]
    sent = {"csrf_token": token, "passphrase": "weak", "repeated": "weak"}
    assert "دست‌کم ۱۵ نویسه" in visible(visitor.post(f"/activate/{path}", data=sent))
    assert 'lang="fa"' in visitor.get("/sign-in").text, "and so is the sign-in that follows"
    visitor.post("/language", data={"csrf_token": token, "locale": "sq"})
    assert 'lang="sq"' in visitor.get(f"/activate/{path}").text, "what they choose themselves stands"


def test_an_invitation_opens_an_account_once(drita: Person) -> None:
    page = drita.post("/staff/invite", INVITED, status=200)
    path = page.text.split("/activate/")[1].split("<")[0]
    visitor = drita.app.test_client()
    token = Page(visitor.get(f"/activate/{path}").text).forms[-1]["fields"]["csrf_token"]
    chosen = "harbour lantern seven clouds"
    sent = {"csrf_token": token, "passphrase": chosen, "repeated": chosen}
    assert visitor.post(f"/activate/{path}", data=sent).status_code == 302
    over = visitor.get(f"/activate/{path}")
    assert over.status_code == 404
    assert '<a href="/sign-in">' in over.text, "who opens the link a second time is led to the sign-in"


def test_a_weak_passphrase_is_refused_with_a_reason(drita: Person) -> None:
    invited = {**INVITED, "language": "en"}
    path = drita.post("/staff/invite", invited, status=200).text.split("/activate/")[1].split("<")[0]
    visitor = drita.app.test_client()
    token = Page(visitor.get(f"/activate/{path}").text).forms[-1]["fields"]["csrf_token"]
    for weak, why in (
        ("short", "At least 15 characters"),
        ("password123456789", "words that are tried first"),
    ):
        answer = visitor.post(
            f"/activate/{path}", data={"csrf_token": token, "passphrase": weak, "repeated": weak}
        )
        assert answer.status_code == 422
        assert why in visible(answer)
    empty = visitor.post(f"/activate/{path}", data={"csrf_token": token, "passphrase": "", "repeated": ""})
    assert empty.status_code == 422
    assert "Please fill this in." in visible(empty)
    assert "At least 15 characters, please." not in visible(empty), "one thing at a time"


def test_a_sign_in_name_is_given_once(drita: Person) -> None:
    page = drita.post("/staff/invite", {**INVITED, "sign_in_name": "AMINA"}, status=422)
    assert "Somebody signs in under this name already" in page.text


def test_nobody_else_manages_accounts(amina: Person, clara: Person, edon: Person) -> None:
    for person in (amina, clara, edon):
        person.get("/staff", 403)


def test_nobody_changes_their_own_roles(drita: Person) -> None:
    account = f"/staff/{drita.id}"
    assert "Nobody changes their own roles." in drita.get(account).text
    refused = drita.post(f"{account}/roles", {"roles": ["administrator", "coordinator"]}, status=422)
    field = refused.text.partition('id="roles"')[2].partition("</fieldset>")[0]
    assert "Nobody changes their own roles. Another administrator does it." in field
    drita.get("/cases/", 403)


def test_two_who_take_the_role_from_each_other_at_once_leave_one_administrator(
    besnik: Person, drita: Person
) -> None:
    with drita.app.app_context():
        one, other = (db.session.get_one(User, person.id) for person in (drita, besnik))
        with write():
            change_roles(one, other, [Role.ADMINISTRATOR])
        with write():
            change_roles(one, other, [Role.SUPPORT])
        with pytest.raises(LastAdministrator), write():
            change_roles(other, one, [Role.SUPPORT])


def test_two_administrators_at_one_account_do_not_overwrite_each_other(besnik: Person, drita: Person) -> None:
    page = f"/staff/{besnik.id}"
    opened = next(
        form["fields"]["row_version"] for form in drita.page(page).forms if "row_version" in form["fields"]
    )
    drita.post(f"{page}/roles", {"roles": "auditor", "row_version": opened})
    late = drita.post(f"{page}/roles", {"roles": "coordinator", "row_version": opened}, status=409)
    assert "Somebody else changed this account meanwhile." in late.text
    box = re.search(r'<input[^>]*value="coordinator"[^>]*>', late.text)
    assert box
    assert "checked" in box.group()
