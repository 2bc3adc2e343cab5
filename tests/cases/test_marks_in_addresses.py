"""The address of a page of a list tells no number of changes: browsers keep it, and hidden work would show in it."""

import re

import pytest
from flask import Flask

from tests.cases.test_list_of_cases import link, names_on, start
from tests.conftest import Person


def mark(reader: Person, path: str = "/cases/") -> str:
    """The mark in the address of the next page."""
    found = re.search(r"[?&;]after=([\w-]+)", link(reader.get(path).text, "Next page"))
    assert found
    return found.group(1)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("order", ["changed", "created", "status", "responsible"])
def test_a_mark_leads_on_for_its_reader_and_says_nothing_to_anybody(
    app: Flask, amina: Person, clara: Person, order: str
) -> None:
    with app.app_context():
        start("amina", *"ABCDE")
    path = f"/cases/?sort={order}"
    first, own = names_on(amina.get(path).text), mark(amina, path)
    assert len(own) > 80, "sealed"
    assert own != mark(amina, path), "no two are alike"
    second = names_on(amina.get(f"{path}&after={own}").text)
    assert sorted(first + second) == [*"ABCDE"]
    assert names_on(amina.get(f"{path}&after={mark(clara, path)}").text) == first, "another's is none"
    changed = own[:40] + ("A" if own[40] != "A" else "B") + own[41:]
    assert names_on(amina.get(f"{path}&after={changed}").text) == first, "a changed one is none"


@pytest.mark.usefixtures("small_pages")
def test_a_mark_of_another_order_is_none(app: Flask, amina: Person) -> None:
    with app.app_context():
        start("amina", *"ABCDE")
    of_changes, first = mark(amina), names_on(amina.get("/cases/?sort=created").text)
    assert names_on(amina.get(f"/cases/?sort=created&after={of_changes}").text) == first
