"""Views of lists that a colleague saves: found above the list, renamed, removed, and seen by nobody else."""

import re

import pytest

from tests.conftest import Person

NEW = "/saved-views/new/cases?status=open&mine=1&sort=-name"


def save(person: Person, name: str, address: str = NEW, status: int = 302) -> str:
    form = person.get(address).text
    new_id = re.search(r'name="new_id"[^>]*value="([^"]+)"', form)
    assert new_id
    return person.post(address, {"new_id": new_id.group(1), "name": name}, status).text


def test_a_saved_view_leads_back_to_its_filters_and_order(amina: Person) -> None:
    text = amina.get("/cases/?status=open&mine=1&sort=-name").text
    assert "Save this view" in text
    save(amina, "Mine, by name")
    page = amina.get("/cases/").text
    chip = re.search(r'<a class="chip" href="([^"]+)"><bdi>Mine, by name</bdi>', page)
    assert chip
    assert chip.group(1).replace("&amp;", "&") == "/cases/?status=open&mine=1&sort=-name"
    assert 'aria-current="true"><bdi>Mine, by name' in amina.get("/cases/?status=open&mine=1&sort=-name").text
    assert "Mine, by name" not in amina.get("/letters/").text


def test_a_saved_view_shows_to_nobody_else(amina: Person, clara: Person) -> None:
    save(amina, "Between us")
    assert "Between us" not in clara.get("/cases/").text
    assert "Between us" not in clara.get("/saved-views/").text
    view = re.search(r'/saved-views/([0-9a-f-]{36})"', amina.get("/saved-views/").text)
    assert view
    clara.get(f"/saved-views/{view.group(1)}", 404)
    clara.post(f"/saved-views/{view.group(1)}", {"name": "Taken"}, 404)
    clara.post(f"/saved-views/{view.group(1)}/remove", {}, 404)
    assert "Between us" in amina.get("/cases/").text


def test_a_view_is_renamed_and_removed(amina: Person) -> None:
    save(amina, "Open ones")
    page = amina.get("/saved-views/").text
    address = re.search(r'href="(/saved-views/[0-9a-f-]{36})"', page)
    assert address
    version = re.search(r'name="row_version"[^>]*value="(\d+)"', amina.get(address.group(1)).text)
    assert version
    amina.post(address.group(1), {"name": "Open cases", "row_version": version.group(1)})
    assert "Open cases" in amina.get("/cases/").text
    late = amina.post(address.group(1), {"name": "Late", "row_version": version.group(1)}, 409)
    assert "in another window" in late.text
    assert 'value="Late"' in late.text
    amina.post(f"{address.group(1)}/remove")
    assert "Open cases" not in amina.get("/cases/").text
    amina.get(address.group(1), 404)


def test_two_views_of_a_list_bear_two_names(amina: Person) -> None:
    save(amina, "Mine")
    text = save(amina, "mine", status=422)
    assert "bears this name" in text
    assert 'value="mine"' in text
    save(amina, "mine", "/saved-views/new/letters?mine=1")


def test_twenty_views_of_a_list_are_enough(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseapp.saved_views.actions.MOST", 2)
    save(amina, "One")
    save(amina, "Two")
    assert "Remove one before" in save(amina, "Three", status=422)
    assert "Save this view" not in amina.get("/cases/?status=closed").text


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("", "Please fill this in."),
        ("   ", "Please fill this in."),
        ("x" * 61, "up to 60 fit here"),
        ("hid\u202eden", "invisible character"),
    ],
)
def test_a_bad_name_comes_back_with_what_is_wrong(amina: Person, name: str, wrong: str) -> None:
    assert wrong in save(amina, name, status=422)


def test_a_list_that_is_not_there_or_not_theirs_has_no_views(amina: Person, drita: Person) -> None:
    amina.get("/saved-views/new/nonsense", 404)
    drita.get("/saved-views/new/cases", 404)
    assert drita.page("/saved-views/").h1 == ["My views"]


def test_codes_that_the_list_does_not_know_are_not_kept(amina: Person) -> None:
    save(amina, "Odd", "/saved-views/new/cases?status=nonsense&after=7&name=Besnik&sort=name")
    assert 'href="/cases/?sort=name"><bdi>Odd</bdi>' in amina.get("/cases/").text
