"""Letters written through the browser's door."""

import io
import re
import uuid
from typing import Any

from pypdf import PdfReader

from caseapp.clock import today
from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import once, prepared
from tests.statements import writing as statements

TODAY = {"day": "22", "month": "11", "year": "2026", "calendar": "gregorian"}
SENTENCE = (
    "I walked to the police station on the road to {number} Sample Street and asked for their protection. "
)
BODY = "\n\n".join("".join(SENTENCE.format(number=10 * row + each) for each in range(2)) for row in range(2))
LONG_BODY = "\n\n".join(
    "".join(SENTENCE.format(number=10 * row + each) for each in range(6)) for row in range(24)
)
"""More than two thousand words, as they come out of a word processor, for tests about length: each page costs time."""
POINTS = ("that my papers are given back to me;", "that families may visit their relatives, see {point:1}.")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def day(name: str, **parts: str) -> dict[str, str]:
    """The boxes of a day, today unless said otherwise."""
    return {f"{name}-{part}": value for part, value in {**TODAY, **parts}.items()}


def this_day(name: str) -> dict[str, str]:
    """The boxes of the very day on which the test runs: nothing goes out before it was approved."""
    now = today()
    return day(name, day=str(now.day), month=str(now.month), year=str(now.year))


def fields_of(person: Person, path: str) -> dict[str, Any]:
    """What the long form of a page would send unchanged: its text, choices and version."""
    return fields_on(person.get(path).text)


def fields_on(page: str) -> dict[str, Any]:
    """What the long form on a page that was answered would send unchanged."""
    form = page[page.index('class="page-form"') :]
    form = form[: form.index("</form>")]
    found: dict[str, Any] = {}
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL
    ):
        if "__index__" not in name:
            found[name] = unescaped(text)
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        is_box = bool(kind) and kind.group(1) in ("radio", "checkbox")
        if name and kind and kind.group(1) != "file" and (not is_box or "checked" in tag):
            found[name.group(1)] = unescaped(value.group(1)) if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected[^>]*value="([^"]*)"', options) or re.search(
            r'value="([^"]*)"[^>]*selected', options
        )
        first = re.search(r'value="([^"]*)"', options)
        found[name] = (chosen or first).group(1) if (chosen or first) else ""
    found.pop("csrf_token", None)
    return found


def pressed_by_enter(page: str) -> str:
    """The button of the long form of a page that Enter presses: the first one that sends it."""
    form = page[page.index('class="page-form"') :]
    found = re.search(r'<button type="submit"[^>]*>', form)
    assert found
    return found.group()


def unescaped(text: str) -> str:
    import html

    return html.unescape(text)


@prepared
def prepare(person: Person, case: str, holder: str = "", **changes: str) -> str:
    """Begin a letter; returns its address."""
    sent = {
        "voice": "person",
        "language": "en",
        "holder": holder,
        "authority": "",
        "subject": "Protection after leaving the camp",
        "new_id": str(uuid.uuid4()),
        **changes,
    }
    written = person.post(f"{case}/letters/new", sent).headers["Location"]
    assert written.endswith("/edit")
    return written.removesuffix("/edit")


def write(
    person: Person, letter: str, status: int = 302, points: tuple[str, ...] = POINTS, **changes: Any
) -> Any:
    """Write the text of a letter, leaving what is not named as it stands."""
    sent = {**fields_of(person, f"{letter}/edit"), "place": "Tirana", **day("written_on"), "body": BODY}
    sent = {name: value for name, value in sent.items() if not name.startswith("points-")}
    sent |= {f"points-{number}": text for number, text in enumerate(points)}
    return person.post(f"{letter}/edit", {**sent, **changes}, status)


def read_back(person: Person, letter: str, status: int = 302, **changes: str) -> Any:
    sent = fields_of(person, f"{letter}/read-back")
    return person.post(f"{letter}/read-back", {**sent, "agreed": "yes", **changes}, status)


def settle_advice(person: Person, letter: str, **changes: str) -> Any:
    sent = fields_of(person, f"{letter}/advice")
    return person.post(f"{letter}/advice", {**sent, "advice": "taken", "told": "yes", **changes})


def step(person: Person, letter: str, code: str, status: int = 302, **changes: str) -> Any:
    sent = {"row_version": version_of(person, f"{letter}/step/{code}"), "manner": "done_here", "reason": ""}
    return person.post(f"{letter}/step/{code}", {**sent, **changes}, status)


def version_of(person: Person, path: str) -> str:
    return str(fields_of(person, path)["row_version"])


def enclose(person: Person, letter: str, *record_ids: str) -> Any:
    """Enclose records in this order."""
    sent = {"row_version": version_of(person, f"{letter}/enclosures")}
    for number, record_id in enumerate(record_ids, 1):
        sent |= {f"take-{record_id}": "1", f"number-{record_id}": str(number)}
    return person.post(f"{letter}/enclosures", sent)


@prepared
def name_somebody(person: Person, letter: str, name: str, standing: str = "none") -> str:
    """Put somebody on the list by hand; returns the id of their row."""
    version = version_of(person, f"{letter}/named")
    person.post(
        f"{letter}/named", {"row_version": version, "name-new": name, "standing-new": standing, "add": "1"}
    )
    return re.findall(r'name="ground-([0-9a-f-]{36})"', person.get(f"{letter}/named").text)[-1]


def look_at(person: Person, letter: str, row: str, ground: str, /, **changes: str) -> Any:
    sent = fields_of(person, f"{letter}/named")
    answers = {f"ground-{row}": ground, **{f"{name}-{row}": value for name, value in changes.items()}}
    return person.post(f"{letter}/named", {**sent, **answers})


@prepared
def consent_to_tell_authorities(person: Person, case: str, client: str, **changes: str) -> None:
    """Fill the sheet: the person allows us to tell authorities."""
    path = f"/consents/{case.rpartition('/')[2]}/{client}"
    sent = fields_of(person, path)
    person.post(path, {**sent, "share-answer": "yes", **day("given_on"), **changes})


def approve(person: Person, letter: str, status: int = 302, **changes: str) -> Any:
    page = person.get(f"{letter}/approve").text
    known = fields_on(page) if 'class="page-form"' in page else fields_of(person, f"{letter}/step/return")
    sent = {"row_version": known["row_version"], "remark": ""}
    return person.post(f"{letter}/approve", {**sent, **changes}, status)


def ready_for_review(person: Person, case: str = "", body: str = BODY, **changes: str) -> str:
    """A person's letter to a minister that only lacks the step into review; returns its address."""

    def written() -> str:
        of = case or start_case(person, name="Dara Sample")
        consent_to_tell_authorities(person, of, statements.client_of(person, of))
        letter = prepare(person, of, add_minister(person, add_authority(person)), **changes)
        write(person, letter, body=body)
        read_back(person, letter)
        settle_advice(person, letter)
        return letter

    return once(person.app, f"letter of {person.name} to be reviewed, {case} {changes} {body}", written)


def in_review(person: Person, case: str = "", body: str = BODY, **changes: str) -> str:
    """A person's letter that waits for a coordinator; returns its address."""

    def sent_for_review() -> str:
        letter = ready_for_review(person, case, body, **changes)
        step(person, letter, "send_for_review")
        return letter

    return once(person.app, f"letter of {person.name} in review, {case} {changes} {body}", sent_for_review)


def approved(writer: Person, approver: Person, case: str = "", **changes: str) -> str:
    """An approved letter; returns its address."""

    def agreed() -> str:
        letter = in_review(writer, case, **changes)
        approve(approver, letter)
        return letter

    return once(writer.app, f"letter of {writer.name} approved by {approver.name}, {case} {changes}", agreed)


@prepared
def cleared_statement(writer: Person, reviewer: Person, case: str, authority: str, **changes: Any) -> str:
    """A signed statement that two colleagues cleared for an authority; returns its id."""
    address = statements.write_statement(writer, case, **changes)
    if changes.get("kind") != "organisation":
        statements.read_back(writer, address)
    statements.sign(writer, address, signed_as="Clara Test" if changes.get("kind") == "organisation" else "")
    statements.review(reviewer, address)
    authority_id = authority.rpartition("/")[2]
    audience = {"audience_kind": "authority", "authority": authority_id, "audience_name": ""}
    reviewer_page = statements.propose(writer, address, **audience)
    reviewer.post(f"{reviewer_page}/agree")
    return address.rpartition("/")[2]


def status_of(person: Person, letter: str) -> str:
    """The word on the status tag of the page."""
    return statements.status_of(person, letter)


def pdf_of(person: Person, letter: str, label: str) -> PdfReader:
    """The file behind one of the download buttons of a letter's page."""
    found = re.search(
        rf'href="(/documents/[0-9a-f-]{{36}})">(?:(?!</a>).)*{label}</a>', person.get(letter).text
    )
    assert found, f"no button {label!r}"
    return PdfReader(io.BytesIO(person.get(found.group(1)).data))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
