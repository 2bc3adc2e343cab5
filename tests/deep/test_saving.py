"""Twenty save one record at once, and a disk that is full: one wins, no words are lost, and it goes on afterwards."""

import re
import shutil
import threading
import uuid
from html import unescape
from pathlib import Path

import pytest

from caseapp.audit import verify
from caseapp.cases.models import Case
from caseapp.db import db
from tests.access.showing import show
from tests.cases.test_starting_a_case import NIGHT, start_case
from tests.conftest import PASSPHRASE, Person
from tests.frame.found_again import everything_confirmed_is_there
from tests.frame.saving import Confirmed, post, token_of
from tests.frame.saving import start_case as start_case_at
from tests.frame.served import serving_cheaply

EDITORS = 20
ROOM = 64 * 1024
"""Bytes by which a file may still grow before the disk counts as full."""


def test_of_twenty_who_save_one_record_one_wins_and_nineteen_see_both_versions(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    show(clara, "case", case.rpartition("/")[2])
    page = amina.get(f"{case}/edit").text
    version = re.search(r'name="row_version"[^>]*value="(\d+)"', page)
    assert version
    sent = {**NIGHT, "left_where": "", "summary": "", "row_version": version.group(1)}
    tokens = {person.name: person.token() for person in (amina, clara)}
    answers: dict[int, tuple[int, str]] = {}
    start = threading.Barrier(EDITORS)

    def save(number: int) -> None:
        person = (amina, clara)[number % 2]
        cookie = person.client.get_cookie("caseapp")
        assert cookie is not None
        browser = person.app.test_client()
        browser.set_cookie("caseapp", cookie.value)
        start.wait(60)
        data = {**sent, "tonight": f"With friend {number}.", "csrf_token": tokens[person.name]}
        response = browser.post(f"{case}/edit", data=data)
        answers[number] = response.status_code, unescape(response.text)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [number for number, (status, _text) in answers.items() if status == 302]
    assert len(winners) == 1, {number: status for number, (status, _text) in answers.items()}
    for number, (status, text) in answers.items():
        if number not in winners:
            assert status == 409
            assert f"With friend {number}." in text
            assert f"With friend {winners[0]}." in text
    with amina.app.app_context():
        found = db.session.get_one(Case, uuid.UUID(case.rpartition("/")[2]))
        assert found.tonight == f"With friend {winners[0]}."
        assert list(verify()) == []


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="needs prlimit, to let no file grow any further")
def test_on_a_full_disk_nothing_is_half_saved_and_saving_goes_on_when_there_is_room(
    installed: Path, tmp_path: Path
) -> None:
    folder, confirmed, refused = tmp_path / "instance", Confirmed(), 0
    shutil.copytree(installed, folder)
    limit = (folder / "caseapp.db").stat().st_size + ROOM
    with serving_cheaply(folder, wrapped=["prlimit", f"--fsize={limit}"]) as served:
        browser = served.browser().sign_in("amina", PASSPHRASE)
        token = token_of(browser)
        for _ in range(40):
            sent = {**NIGHT, "name": "Invented", "tonight": "A long way. " * 300, "new_id": str(uuid.uuid4())}
            answer = post(browser, "/cases/new", sent, token)
            refused += answer.status != 302
            if refused:
                break
        assert refused, "the disk never was full"
        assert answer.status in {500, 503, 507}
        assert "Traceback" not in answer.text
        assert browser.get("/health").status == 200
        served.kill()
    with serving_cheaply(folder) as served:
        browser = served.browser().sign_in("amina", PASSPHRASE)
        assert start_case_at(browser, confirmed, token_of(browser))
        served.kill()
    everything_confirmed_is_there(folder, confirmed)
