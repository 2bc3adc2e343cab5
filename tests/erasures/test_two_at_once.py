"""Two clicks, or two colleagues, at the same moment: one of them acts, and the other sees how it stands now."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.db import db
from caseapp.erasures import mention_views, stepping, views
from caseapp.erasures.models import Erasure, ErasureWord
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.erasures.erasing import ask, carry_out, held_case, held_client, look, send, version_of
from tests.erasures.test_former_states import NAME
from tests.erasures.test_mentions import decide, lines
from tests.erasures.test_the_way import problems
from tests.people.walking import client_of


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, Callable[[], object]], None]:
    """Let ``act`` happen when a view has read everything and is about to take the lock."""

    def arrange(module: Any, act: Callable[[], object]) -> None:
        write = module.write

        @contextmanager
        def late(**named: Any) -> Iterator[Any]:
            monkeypatch.setattr(module, "write", write)
            with ThreadPoolExecutor(1) as another:
                another.submit(act).result()
            opened: AbstractContextManager[Any] = write(**named)
            with opened as found:
                yield found

        monkeypatch.setattr(module, "write", late)

    return arrange


def test_two_clicks_on_asking_ask_once(
    app: Flask, amina: Person, meanwhile: Callable[[Any, Callable[[], object]], None]
) -> None:
    case = start_case(amina)
    number = str(uuid.uuid4())
    first = []
    meanwhile(views, lambda: first.append(ask(amina, case, new_id=number)))
    assert ask(amina, case, new_id=number) == first[0]
    assert "This was saved already, once." in amina.page(first[0]).text
    with app.app_context():
        assert len(db.session.scalars(select(Erasure)).all()) == 1
        db.session.remove()
    assert problems(app) == []


def test_two_colleagues_who_ask_at_once_ask_for_one_erasure(
    app: Flask, amina: Person, clara: Person, meanwhile: Callable[[Any, Callable[[], object]], None]
) -> None:
    case = start_case(amina)
    first = []
    meanwhile(views, lambda: first.append(ask(clara, case)))
    second = ask(amina, case)
    assert first == [second]
    assert "Its erasure was asked for before." in amina.page(second).text
    with app.app_context():
        assert len(db.session.scalars(select(Erasure)).all()) == 1
        db.session.remove()


@pytest.mark.parametrize("step", ["approve", "stop"])
def test_two_clicks_on_a_step_make_it_once_and_both_see_how_it_stands(
    step: str,
    app: Flask,
    amina: Person,
    clara: Person,
    meanwhile: Callable[[Any, Callable[[], object]], None],
) -> None:
    erasure = ask(amina, start_case(amina))
    words = {"words": "I asked her myself.", **({"answer": "yes"} if step == "approve" else {})}
    sent = {"row_version": version_of(clara, f"{erasure}/{step}"), **words}
    meanwhile(stepping, lambda: clara.post(f"{erasure}/{step}", sent))
    answer = clara.post(f"{erasure}/{step}", sent)
    assert answer.headers["Location"] == erasure
    assert "This step was taken before." in clara.page(erasure).text
    with app.app_context():
        said = [each.act for each in db.session.scalars(select(ErasureWord))]
        db.session.remove()
    assert said == ["ask", step]
    assert problems(app) == []


def test_two_clicks_on_carrying_out_destroy_once_and_both_see_that_it_is_done(
    app: Flask, amina: Person, clara: Person, meanwhile: Callable[[Any, Callable[[], object]], None]
) -> None:
    case, erasure = held_case(amina, clara)
    look(clara, erasure)
    sent = {"row_version": version_of(clara, f"{erasure}/carry-out"), "sure": "y"}
    meanwhile(stepping, lambda: clara.post(f"{erasure}/carry-out", sent))
    answer = clara.post(f"{erasure}/carry-out", sent)
    assert answer.headers["Location"] == erasure
    assert "carried out" in clara.page(erasure).text
    amina.get(case, 404)
    assert problems(app) == []


def test_a_step_that_was_stopped_meanwhile_leads_to_how_it_stands(
    app: Flask, amina: Person, clara: Person, meanwhile: Callable[[Any, Callable[[], object]], None]
) -> None:
    case, erasure = held_case(amina, clara)
    look(clara, erasure)
    meanwhile(stepping, lambda: send(amina, f"{erasure}/stop", words="She changed her mind."))
    carry_out(clara, erasure)
    assert "stopped" in clara.page(erasure).text
    amina.get(case)


def test_a_mention_that_is_decided_while_the_erasure_is_carried_out_leads_to_how_it_stands(
    app: Flask,
    amina: Person,
    besnik: Person,
    clara: Person,
    meanwhile: Callable[[Any, Callable[[], object]], None],
) -> None:
    _case, erasure = held_client(amina, clara)
    start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s.")
    look(clara, erasure)
    ((*_found, address),) = lines(app, erasure)
    decide(clara, address, "keep", "It is his way home.")
    sent = {"row_version": version_of(clara, address), "decided": "keep", "words": "His way home."}
    meanwhile(mention_views, lambda: carry_out(clara, erasure))
    answer = clara.post(address, sent)
    assert answer.headers["Location"] == erasure
    assert "carried out" in clara.page(erasure).text
    assert problems(app) == []


def test_two_decisions_about_one_mention_at_once_ask_the_second_to_look_again(
    app: Flask,
    amina: Person,
    besnik: Person,
    clara: Person,
    meanwhile: Callable[[Any, Callable[[], object]], None],
) -> None:
    case = start_case(amina, name=NAME)
    start_case(besnik, name="Somebody else", tonight=f"At {NAME}'s.")
    erasure = ask(amina, f"/people/{client_of(amina, case)}")
    look(clara, erasure)
    ((*_found, address),) = lines(app, erasure)
    sent = {"row_version": version_of(clara, address), "decided": "keep", "words": "His way home."}
    meanwhile(mention_views, lambda: clara.post(address, {**sent, "words": "Another reason."}))
    page = clara.post(address, sent, 409).text
    assert "Another reason." in page
    assert "His way home." in page
