"""Every macro renders strictly, in both directions, without anything that the pages' security policy forbids."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from caseapp.features import FEATURES

from .sheet_app import ROOT, create_sheet_app

PAGES = ("/", "/error", "/conflict")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


class Markup(HTMLParser):
    """The tags of a page with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def named(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    with create_sheet_app().test_client() as client:
        yield client


def markup(client: FlaskClient, path: str, **query: str) -> Markup:
    response = client.get(path, query_string=query)
    assert response.status_code == 200
    return Markup(response.text)


@pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("fa", "rtl")])
def test_language_direction_and_base_styles_follow_the_locale(
    client: FlaskClient, locale: str, direction: str
) -> None:
    page = markup(client, "/", locale=locale)
    (root,) = page.named("html")
    assert (root["lang"], root["dir"]) == (locale, direction)
    sheets = [link["href"] for link in page.named("link") if link["rel"] == "stylesheet"]
    assert any("bootstrap.rtl.min.css" in sheet for sheet in sheets) == (direction == "rtl")


@pytest.mark.parametrize(
    ("theme", "media"),
    [("auto", "screen and (prefers-color-scheme: dark)"), ("dark", "screen"), ("light", "not all")],
)
def test_the_dark_sheet_applies_as_the_theme_says_and_never_on_paper(
    client: FlaskClient, theme: str, media: str
) -> None:
    links = markup(client, "/", theme=theme).named("link")
    assert [link["media"] for link in links if "data-dark-sheet" in link] == [media]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_one_heading_of_first_rank_and_no_id_twice(client: FlaskClient, path: str) -> None:
    page = markup(client, path)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(page.named("h1")) == 1
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_an_inline_style_script_or_handler(client: FlaskClient, path: str) -> None:
    page = markup(client, path)
    assert page.named("style") == []
    assert all(script["src"].startswith("/static/") for script in page.named("script"))
    assert [
        tag for tag, attributes in page.tags if any(re.match(r"on|style$", name) for name in attributes)
    ] == []


@pytest.mark.parametrize("path", PAGES)
def test_every_post_form_carries_its_token_and_no_form_puts_words_into_the_address(
    client: FlaskClient, path: str
) -> None:
    text = client.get(path).text
    forms = re.findall(r"<form\b.*?</form>", text, re.DOTALL)
    assert forms
    for form in forms:
        assert 'method="post"' in form
        assert form.count('name="csrf_token"') == 1


def test_every_box_has_a_label_and_every_error_is_tied_to_its_box(client: FlaskClient) -> None:
    page = markup(client, "/")
    labelled = {label["for"] for label in page.named("label")}
    boxes = [box for box in page.named("input", "select", "textarea") if box.get("type") != "hidden"]
    assert {box["id"] for box in boxes} - labelled == set()
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    described = {part for box in boxes for part in box.get("aria-describedby", "").split()}
    assert "wrong-name-error" in described
    assert described <= ids


def test_the_error_summary_links_to_a_place_that_exists(client: FlaskClient) -> None:
    text = client.get("/").text
    summary = re.search(r'class="error-summary".*?</ul>', text, re.DOTALL)
    assert summary
    targets = re.findall(r'href="#([^"]+)"', summary.group())
    assert len(targets) >= 5
    assert all(f'id="{target}"' in text for target in targets)
    assert "August is a Gregorian month" in summary.group()


def test_optional_fields_are_marked_and_required_ones_are_not(client: FlaskClient) -> None:
    text = client.get("/").text
    assert re.search(r'for="telephone">Telephone <span class="optional">', text)
    assert re.search(r'for="name">Working name</label>', text)


def test_a_blocked_step_is_no_button_and_says_how_to_unblock_it(client: FlaskClient) -> None:
    text = client.get("/").text
    assert re.search(r'aria-disabled="true">.*?Approve</span>', text)
    assert 'The consent does not cover this ministry. <a href="/consents/new">Record a consent</a>' in text


def test_the_conflict_page_sends_what_was_typed_again_with_its_line_breaks(client: FlaskClient) -> None:
    page = markup(client, "/conflict")
    fields = {box["name"]: box["value"] for box in page.named("input") if box.get("type") == "hidden"}
    assert fields["text"] == "My words\nin two lines"
    assert fields["row_version"] == "4"


def test_every_icon_that_is_named_anywhere_is_in_the_sprite() -> None:
    sprite = (ROOT / "caseapp/static/icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', sprite))
    text = "\n".join(template.read_text(encoding="utf-8") for template in TEMPLATES)
    named = set(re.findall(r"""\bicon(?:\(|_name=|': )'([a-z-]+)'(?! ~)""", text))
    for feature in FEATURES:
        named |= {part.icon for part in (*feature.menu, *feature.create)}
    assert {"alert", "search"} <= named
    assert named - drawn == set()


@pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: str(Path(path).relative_to(ROOT / "templates"))
)
def test_no_template_switches_escaping_off(template: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape|Markup\(", template.read_text(encoding="utf-8"))
