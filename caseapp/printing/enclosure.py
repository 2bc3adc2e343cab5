"""What is bound behind a letter, before it is taken apart into pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels with a letter.

    ``label`` is its name in the letter ("Annex 2", see ``annex_label``). ``trusted`` says that the content
    is a PDF printed by ``print_statement`` and kept unchanged since: its pages are bound as they are.
    """

    label: str
    title: str
    content: bytes
    media_type: str
    trusted: bool = False
