"""How much memory a process takes meanwhile, beyond what it had before."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_FORGET_PEAK = "5"
_KILO = 1024


@dataclass
class Growth:
    """Bytes at the highest moment beyond those before."""

    size: int = 0

    @property
    def megabytes(self) -> float:
        """The same in millions of bytes."""
        return self.size / 1e6


@contextmanager
def growth_of(process_id: int) -> Iterator[Growth]:
    """Watch a process until the block ends."""
    found = Growth()
    Path(f"/proc/{process_id}/clear_refs").write_text(_FORGET_PEAK)
    before = _status(process_id, "VmRSS")
    yield found
    found.size = max(0, _status(process_id, "VmHWM") - before)


def _status(process_id: int, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{process_id}/status").read_text(), re.MULTILINE)
    assert found, name
    return int(found.group(1)) * _KILO
