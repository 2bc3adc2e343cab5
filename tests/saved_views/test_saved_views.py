"""Views of lists that a colleague saves: found above the list, renamed, removed, and seen by nobody else."""

import re
import uuid

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
    assert "Save this view" not in amina.page("/cases/?status=closed").text


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("", "Please fill this in."),
        ("   ", "Please fill this in."),
        ("x" * 61, "Please write a shorter name: up to 60 fit here."),
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


def removal(person: Person) -> str:
    """Remove the first view; return its address."""
    address = re.search(r'action="(/saved-views/[0-9a-f-]{36})/remove"', person.get("/saved-views/").text)
    assert address
    return address.group(1)


def test_a_view_removed_by_mistake_is_announced_and_put_back(amina: Person, clara: Person) -> None:
    save(amina, "Open ones")
    address = removal(amina)
    there = amina.post(f"{address}/remove").headers["Location"]
    page = amina.get(there).text
    assert "The view “\u2068Open ones\u2069” was removed." in page
    assert f'action="{address}/put-back"' in page
    clara.post(f"{address}/put-back", {}, 404)
    amina.post(f"{address}/put-back")
    page = amina.get(there).text
    assert "is back." in page
    assert "was removed." not in page
    amina.post(f"{address}/put-back")
    assert "Open ones" in amina.get("/cases/").text


def test_a_removed_view_stays_away_where_another_has_taken_its_name(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(amina, "Open ones")
    address = removal(amina)
    amina.post(f"{address}/remove")
    save(amina, "Open ones")
    amina.post(f"{address}/put-back")
    page = amina.page("/saved-views/")
    assert "bears this name" in page.text, page.text
    monkeypatch.setattr("caseapp.saved_views.actions.MOST", 1)
    amina.post(f"{address}/put-back")
    assert "Remove one before" in amina.get("/saved-views/").text


def test_saving_a_view_is_said_and_so_is_the_turned_order(amina: Person) -> None:
    assert "Sorted by: Name, the other way round" in amina.get(NEW).text
    save(amina, "Mine, by name")
    assert "The view “\u2068Mine, by name\u2069” is saved." in amina.get("/cases/").text


def test_two_things_said_before_the_next_page_are_both_said_there(amina: Person) -> None:
    for name in ("One", "Two"):
        amina.post(NEW.replace("mine=1", f"q={name}"), {"new_id": str(uuid.uuid4()), "name": name})
    page = amina.get("/cases/").text
    assert "The view “\u2068One\u2069” is saved." in page
    assert "The view “\u2068Two\u2069” is saved." in page
