"""The list of cases: filters, orders and pages, of what somebody may see."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import delete, select

from caseapp.access import Level, set_level
from caseapp.accounts.models import User
from caseapp.cases.actions import move_case, start_case
from caseapp.cases.models import Case
from caseapp.db import Scope, ScopeKey, db, write
from caseapp.people.models import Person as Human
from caseapp.workflow import StepDetails
from tests.conftest import Person
from tests.page_rules import Page

FACTS = {"safe_now": "yes", "tonight": "At a friend's.", "telephone": "", "may_ring": "no"}


def start(who: str, *names: str) -> None:
    """Cases of this colleague's, in this order."""
    user = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == who)
    for name in names:
        with write():
            start_case(user, name=name, language="en", facts=FACTS)


def names_on(text: str) -> list[str]:
    """The names in a list, from its first row to the last."""
    cells = re.findall(r'<td data-label="(?:Name|نام)"[^>]*>(.*?)</td>', text, re.DOTALL)
    return [Page(cell).text for cell in cells]


def link(text: str, words: str) -> str:
    """The address of the link with these words."""
    found = re.search(
        rf'<a [^>]*href="([^"]*)"[^>]*>(?:<svg[^>]*><use[^>]*></use></svg>)?{words}', text, re.DOTALL
    )
    assert found, words
    return unescape(found.group(1))


def walk(reader: Person, path: str, words: str) -> list[list[str]]:
    """The names on each page, following these links to the end."""
    pages = []
    while True:
        text = reader.get(path).text
        pages.append(names_on(text))
        if f">{words}<" not in text and f"{words}<svg" not in text:
            return pages
        path = link(text, words)


def test_the_last_changed_case_stands_first_until_somebody_wants_another_order(
    app: Flask, amina: Person
) -> None:
    with app.app_context():
        start("amina", "Zana", "Çlirim", "Ëndrra")
    assert names_on(amina.get("/cases/").text) == ["Ëndrra", "Çlirim", "Zana"]
    assert names_on(amina.get("/cases/?sort=-changed").text) == ["Zana", "Çlirim", "Ëndrra"]
    assert names_on(amina.get("/cases/?sort=name").text) == ["Çlirim", "Ëndrra", "Zana"]


def test_names_sort_by_the_alphabet_of_the_readers_language(app: Flask, amina: Person) -> None:
    with app.app_context():
        start("amina", "Zari", "پویا", "Cane", "بهار")
    assert names_on(amina.get("/cases/?sort=name").text) == ["Cane", "Zari", "بهار", "پویا"]
    amina.post("/language", {"locale": "fa"})
    text = amina.get("/cases/?sort=name").text
    places = [text.index(f">{name}<") for name in ("بهار", "پویا", "Cane", "Zari")]
    assert places == sorted(places)


def test_albanian_and_arabic_readers_find_names_where_their_alphabets_have_them(
    app: Flask, amina: Person
) -> None:
    with app.app_context():
        start(
            "amina",
            "Xhela",
            "Dhurata",
            "Ëngjëll",
            "أمين",
            "Elira",
            "Xenia",
            "Drita",
            "إلهام",
            "تيسير",
            "باسم",
        )
    for language, in_order in (
        ("sq", ("Drita", "Dhurata", "Elira", "Ëngjëll", "Xenia", "Xhela")),
        ("ar", ("إلهام", "أمين", "باسم", "تيسير", "Drita")),
    ):
        amina.post("/language", {"locale": language})
        text = amina.get("/cases/?sort=name").text
        places = [text.index(f">{name}<") for name in in_order]
        assert places == sorted(places), language


def test_a_name_that_was_corrected_moves_to_its_place(app: Flask, amina: Person) -> None:
    with app.app_context():
        start("amina", "Bora", "Dana")
    assert names_on(amina.get("/cases/?sort=name").text) == ["Bora", "Dana"]
    with app.app_context():
        start("amina", "Cara")
    assert names_on(amina.get("/cases/?sort=name").text) == ["Bora", "Cara", "Dana"]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(
    "order", ["changed", "-changed", "created", "name", "-name", "status", "responsible"]
)
def test_pages_in_every_order_lead_through_all_cases_once_and_back(
    app: Flask, clara: Person, order: str
) -> None:
    names = [f"Guest {letter}" for letter in "HCAGEBDF"]
    with app.app_context():
        start("amina", *names[:4])
        start("besnik", *names[4:])
    forth = walk(clara, f"/cases/?sort={order}", "Next page")
    assert [len(page) for page in forth] == [3, 3, 2]
    assert sorted(name for page in forth for name in page) == sorted(names)
    last = clara.get(f"/cases/?sort={order}").text
    for _page in forth[1:]:
        last = clara.get(link(last, "Next page")).text
    back = clara.get(link(last, "Previous page")).text
    assert names_on(back) == forth[1]
    assert names_on(clara.get(link(back, "Previous page")).text) == forth[0]


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("order", ["name", "-name"])
def test_a_list_too_long_to_be_put_in_order_as_a_whole_is_walked_along_the_alphabet(
    app: Flask, clara: Person, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr("caseapp.access.by_name._WHOLE", 4)
    monkeypatch.setattr("caseapp.access.by_name._FIRST_STEP", 1)
    names = [f"Guest {letter}" for letter in "HCAGEBDFIJ"]
    with app.app_context():
        start("amina", *names[:5])
        start("besnik", *names[5:])
        start("besnik", "Guest Twin", "Guest Twin")
    forth = walk(clara, f"/cases/?sort={order}", "Next page")
    in_order = sorted([*names, "Guest Twin", "Guest Twin"], reverse=order == "-name")
    assert [name for page in forth for name in page] == in_order
    last = clara.get(f"/cases/?sort={order}").text
    assert " of 12" not in last
    for _page in forth[1:]:
        last = clara.get(link(last, "Next page")).text
    for page in reversed(forth[:-1]):
        last = clara.get(link(last, "Previous page")).text
        assert names_on(last) == page


@pytest.mark.usefixtures("small_pages")
def test_a_page_by_name_says_where_it_stands(app: Flask, clara: Person) -> None:
    with app.app_context():
        start("amina", *"ABCDE")
    assert "4 to 5 of 5" in clara.page(link(clara.get("/cases/?sort=name").text, "Next page")).text


def test_filters_go_together_and_stay_when_the_order_changes(app: Flask, clara: Person) -> None:
    with app.app_context():
        start("amina", "New one", "Taken up")
        start("clara", "Claras own")
        clara_user = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "clara")
        taken_up = db.session.scalars(select(Case).order_by(Case.seq)).all()[1]
        with write():
            move_case(clara_user, taken_up, "take_up", StepDetails())
    assert names_on(clara.get("/cases/?status=open").text) == ["Taken up"]
    text = clara.get("/cases/?status=new").text
    assert set(names_on(text)) == {"New one", "Claras own"}
    both = link(text, "mine")
    assert names_on(clara.get(both).text) == ["Claras own"]
    sorted_by_name = clara.get(link(clara.get(both).text, "Name")).text
    assert names_on(sorted_by_name) == ["Claras own"]
    assert 'aria-sort="ascending"' in sorted_by_name
    assert link(sorted_by_name, "Clear filters") == "/cases/?sort=name"
    assert "Nothing here fits these filters." in clara.page("/cases/?status=closed").text


def test_nobody_lists_or_pages_to_what_they_may_not_see(app: Flask, besnik: Person, clara: Person) -> None:
    with app.app_context():
        start("amina", "Hidden one", "Hidden two")
        start("besnik", "Besniks own")
        hidden = db.session.scalars(select(Case).order_by(Case.seq)).first()
        assert hidden is not None
        mark = hidden.id
    for order in ("changed", "name", "status", "responsible", "created"):
        assert names_on(besnik.get(f"/cases/?sort={order}").text) == ["Besniks own"]
    assert names_on(besnik.get(f"/cases/?sort=name&after={mark}").text) == ["Besniks own"]
    assert "1 to 1 of 1" in besnik.page("/cases/?sort=name").text
    assert "1 to 3 of 3" in clara.page("/cases/?sort=name").text


def test_somebody_whose_name_one_may_not_see_has_no_place_among_the_names(app: Flask, clara: Person) -> None:
    with app.app_context():
        start("amina", "Aaron", "Berta")
        user = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "amina")
        case = db.session.scalars(select(Case).order_by(Case.seq)).first()
        assert case is not None
        human = db.session.get(Human, case.client_id)
        assert human is not None
        with write():
            scope = db.session.get(Scope, human.scope_id)
            assert scope is not None
            set_level(user, scope, Level.ONLY_MEMBERS)
    assert names_on(clara.get("/cases/?sort=name").text) in (["Berta", ""], ["Aaron", "Berta"])


def test_a_name_whose_key_is_not_to_be_had_is_counted_and_says_locked(app: Flask, clara: Person) -> None:
    with app.app_context():
        start("amina", "Aaron", "Berta")
        case = db.session.scalars(select(Case).order_by(Case.seq)).first()
        assert case is not None
        human = db.session.get(Human, case.client_id)
        assert human is not None
        with write(quiet=True):
            db.session.execute(delete(ScopeKey).where(ScopeKey.scope_id == human.scope_id))
    page = clara.get("/cases/?sort=name").text
    assert names_on(page) == ["Berta", "locked"]
    assert "1 to 2 of 2" in Page(page).text


@pytest.mark.parametrize(
    "address",
    [
        "?sort=nonsense", "?status=nonsense&mine=7", "?after=x", "?before=-1", "?sort=name&after=x",
        "?sort=created&after=2026-13-40~1", "?sort=status&after=1~99999999999999999999", "?after=9~9~9",
        "?sort=created&before=~", "?after=%00", "?sort=name&before=00000000-0000-0000-0000-000000000000",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_shows_the_list(app: Flask, amina: Person, address: str) -> None:
    with app.app_context():
        start("amina", "Only one")
    assert names_on(amina.get(f"/cases/{address}").text) == ["Only one"]
