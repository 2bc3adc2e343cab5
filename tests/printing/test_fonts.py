import hashlib
import re
from pathlib import Path

import caseapp.printing
from caseapp.printing.fonts import FOLDERS, VENDOR, bundled_fonts

NOTES = Path(caseapp.printing.__file__).parent / "fonts.md"


def test_bundled_font_files_are_those_of_the_list_and_each_has_its_licence() -> None:
    listed = {
        name: digest
        for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", NOTES.read_text(), re.MULTILINE)
    }
    found = {
        f"{folder}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in FOLDERS
        for path in (VENDOR / folder).iterdir()
    }
    assert found == listed
    assert all(f"{folder}/OFL.txt" in found for folder in FOLDERS)


def test_only_bundled_families_can_be_printed_with() -> None:
    assert sorted(bundled_fonts().families()) == ["Noto Naskh Arabic", "Noto Serif", "Vazirmatn"]
