import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from caseapp.printing.letter import print_letter

from .sheets import english_letter, persian_letter

PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
from printing.sheets import REFERENCE, english_letter
from printing.test_bundle import bind, enclosures, print_letter
print(bind(print_letter(english_letter()).pdf, enclosures("en"), "en", REFERENCE).pages)
"""
OPENED_FOR_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|memfd_create|creat\(|rename|mkdir")


def can_trace() -> bool:
    strace = shutil.which("strace")
    return strace is not None and subprocess.run([strace, "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_trace(), reason="system calls cannot be traced here (strace)")
def test_printing_binding_and_drawing_pages_open_no_file_for_writing(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    program = PROGRAM.format(tests=str(Path(__file__).parents[1]))
    calls = "openat,open,creat,memfd_create,rename,mkdir"
    command = ["strace", "-f", "-e", f"trace={calls}", "-o", str(trace), sys.executable, "-B", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip().isdigit(), done.stderr
    opened = trace.read_text().splitlines()
    assert any("NotoSerif-Regular.ttf" in line for line in opened)
    assert any("raster_worker.py" in line for line in opened)
    written = [line for line in opened if OPENED_FOR_WRITING.search(line) and '"/dev/null"' not in line]
    assert written == []


def test_letters_printed_at_the_same_time_do_not_mix() -> None:
    sheets = [english_letter(), persian_letter()] * 6
    alone = {sheet.language: print_letter(sheet).pdf for sheet in sheets[:2]}
    with ThreadPoolExecutor(6) as threads:
        printed = list(threads.map(print_letter, sheets))
    assert [each.pdf for each in printed] == [alone[sheet.language] for sheet in sheets]
