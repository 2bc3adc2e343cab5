"""People who save, file, approve and leave things half written on a served instance, and note what it confirmed."""

import random
import re
import threading
import uuid
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urlencode

from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import PASSPHRASE
from tests.frame.served import Answer, Browser, Served

BROKEN_OFF = (OSError, HTTPException)
DRAFT = "What she said about the road, as far as it is written: sentence {number} of this page. "


@dataclass
class Confirmed:
    """What the server said it had saved."""

    by: str = "amina"
    """Whose browser it was."""
    cases: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """By the number that travelled with their form."""
    steps: set[str] = field(default_factory=set)
    approved: set[str] = field(default_factory=set)
    drafts: dict[str, int] = field(default_factory=dict)
    """The address of a form, and how many sentences of it were confirmed as kept."""
    answers: list[int] = field(default_factory=list)
    told: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released at every answer."""
    approving: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released whenever an approval is sent off."""

    def note(self, answer: Answer, expected: int = 302) -> bool:
        """Note an answer; returns whether it says that something was saved."""
        self.answers.append(answer.status)
        self.told.release()
        return answer.status == expected


def post(browser: Browser, path: str, fields: dict[str, str], token: str) -> Answer:
    return browser.send(path, urlencode({**fields, "csrf_token": token}).encode())


def token_of(browser: Browser) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', browser.get("/me").text)
    assert found
    return found.group(1)


def start_case(browser: Browser, confirmed: Confirmed, token: str) -> str | None:
    name, number = f"Invented {uuid.uuid4().hex[:12]}", str(uuid.uuid4())
    answer = post(browser, "/cases/new", {**NIGHT, "name": name, "new_id": number}, token)
    if not confirmed.note(answer):
        return None
    confirmed.cases[answer.location] = name
    return answer.location


def file_something(browser: Browser, case: str, confirmed: Confirmed) -> None:
    length = random.Random(len(confirmed.files)).randint(1, 9000)
    content = b"%PDF-1.4\n" + uuid.uuid4().bytes.hex().encode() * length + b"\n%%EOF\n"
    path = f"/documents/add/case/{case.rpartition('/')[2]}"
    number = str(uuid.uuid4())
    fields = {"title": "Paper", "source": "", "kind": "other", "language": "fa", "new_id": number}
    answer = browser.upload(path, fields, "file", "paper.pdf", content)
    if confirmed.note(answer):
        confirmed.files[number] = content


def take_up(browser: Browser, case: str, confirmed: Confirmed, token: str) -> None:
    sent = {"manner": "done_here", "reason": "Asked for help."}
    if confirmed.note(post(browser, f"{case}/step/take_up", sent, token)):
        confirmed.steps.add(case)


def draft_text(sentences: int) -> str:
    """What a page holds that is written so far."""
    return "".join(DRAFT.format(number=number) for number in range(sentences))


def write_a_page(browser: Browser, case: str, confirmed: Confirmed, token: str, sentences: int = 3) -> None:
    """Write in the form of a case as the page's script keeps it, sentence by sentence, without saving it."""
    form = f"{case}/edit"
    for written in range(1, sentences + 1):
        answer = post(browser, f"/drafts/keep{form}", {**NIGHT, "summary": draft_text(written)}, token)
        if confirmed.note(answer, expected=204):
            confirmed.drafts[form] = written


def work_until(stop: threading.Event, served: Served, confirmed: Confirmed) -> None:
    """Save, file, move cases on and write, as one worker would, until told to stop or cut off."""
    browser = served.browser()
    try:
        browser.sign_in("amina", PASSPHRASE)
        token = token_of(browser)
        while not stop.is_set():
            case = start_case(browser, confirmed, token)
            if case is not None:
                file_something(browser, case, confirmed)
                write_a_page(browser, case, confirmed, token)
                take_up(browser, case, confirmed, token)
    except (*BROKEN_OFF, AssertionError):
        return  # cut off in the middle: what was not confirmed is not claimed


def approve_until(stop: threading.Event, served: Served, confirmed: Confirmed, waiting: list[str]) -> None:
    """Approve the letters that wait, as a coordinator would, until told to stop or cut off.

    A letter whose approval was cut off is looked at again by who comes next: it stands as approved, or it waits still.
    """
    browser = served.browser()
    try:
        browser.sign_in("clara", PASSPHRASE)
        token = token_of(browser)
        while waiting and not stop.is_set():
            letter = waiting[0]
            found = re.search(r'name="row_version"[^>]*value="(\d+)"', browser.get(f"{letter}/approve").text)
            if found is not None:
                confirmed.approving.release()
                sent = {"row_version": found.group(1), "remark": ""}
                if confirmed.note(post(browser, f"{letter}/approve", sent, token)):
                    confirmed.approved.add(letter)
            waiting.remove(letter)
    except (*BROKEN_OFF, AssertionError):
        return
