"""The forms and links of a page, with every answer that a form offers, and hands that fill them at random."""

import io
import random
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.letters.preparing import PNG, TODAY


@dataclass
class Field:
    """One field: its kind, what it holds, and what may be chosen."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    """Buttons that send a name of their own."""


class FormsAndLinks(HTMLParser):
    """Reads a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select: Field | None = None
        self._text: Field | None = None
        self._open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "a" and a.get("href", "").startswith("/"):
            self.links.append(a["href"].partition("#")[0])
        elif tag == "form" and a.get("method", "").lower() == "post":
            self.forms.append(Form(a.get("action", "")))
            self._open = True
        elif self._open and a.get("name"):
            self._handle_field(tag, a)
        elif self._select is not None and tag == "option":
            self._select.choices.append(a.get("value", ""))
            if "selected" in a:
                self._select.value = a.get("value", "")

    def _handle_field(self, tag: str, a: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], a["name"], a.get("type", "text")
        if tag == "button":
            form.buttons.append((name, a.get("value", "")))
        elif tag == "select":
            self._select = form.fields[name] = Field(name, "select")
        elif tag == "textarea":
            self._text = form.fields[name] = Field(name, "textarea")
        elif tag == "input" and kind in {"radio", "checkbox"}:
            found = form.fields.setdefault(name, Field(name, kind))
            found.choices.append(a.get("value", "y"))
            if "checked" in a:
                found.value = a.get("value", "y")
        elif tag == "input":
            form.fields[name] = Field(name, kind, a.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            if self._text is not None:
                self._text.value = self._text.value.removeprefix("\n")
            self._text = None


def fill(form: Form, dice: random.Random, words: list[str]) -> dict[str, Any]:
    """Fill a form as somebody might who mostly means it: what stands there mostly stays, some boxes are wrong."""
    sent: dict[str, Any] = {}
    for name, one in form.fields.items():
        value = _answer(one, dice, words)
        if value is not None:
            sent[name] = value
    if form.buttons and dice.random() < 0.25:
        sent.update([dice.choice(form.buttons)])
    return sent


def _answer(one: Field, dice: random.Random, words: list[str]) -> Any:
    part = one.name.rpartition("-")[2]
    match one.kind:
        case "hidden":
            return one.value
        case "file":
            return (io.BytesIO(PNG), "scan.png") if dice.random() < 0.5 else None
        case "select" | "radio":
            choices = [choice for choice in one.choices if choice] or one.choices or [""]
            return one.value if one.value and dice.random() < 0.5 else dice.choice(choices)
        case "checkbox":
            return dice.choice(one.choices) if dice.random() < 0.6 else None
        case _ if part in TODAY:
            return (
                TODAY[part]
                if dice.random() < 0.8
                else dice.choice(["", "31", "13", "August", "1402", "2003"])
            )
        case _ if one.name == "at_time":
            return "22:10"
        case _:
            if one.value and dice.random() < 0.7:
                return one.value
            return "" if dice.random() < 0.15 else " ".join(dice.choices(words, k=dice.randint(1, 4)))
