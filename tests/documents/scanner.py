"""A scanner that speaks as clamd does, byte for byte, and knows one piece of malware: the harmless one to test with."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two parts, so that no scanner takes this very file away."""
NAME = "Win.Test.EICAR_HDB-1"


class FakeClamd:
    """Hears at a socket until it is closed; ``seen`` is what it looked at, ``odd`` what clamd would refuse."""

    def __init__(self, folder: Path, *, most: int = 1 << 20, mute: bool = False, says: bytes = b"") -> None:
        self.path = str(folder / "clamd.ctl")
        self.seen: list[bytes] = []
        self.odd: list[bytes] = []
        self._most, self._mute, self._says = most, mute, says
        self._heard = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._heard.bind(self.path)
        self._heard.listen(8)
        self._thread = threading.Thread(target=self._hear, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._heard.shutdown(socket.SHUT_RDWR)
        self._heard.close()
        self._thread.join()

    def _hear(self) -> None:
        while True:
            try:
                line, _address = self._heard.accept()
            except OSError:
                return
            with line, line.makefile("rb") as said, suppress(OSError):
                command = b""
                while not command.endswith(b"\0") and (sign := said.read(1)):
                    command += sign
                if command == b"zPING\0":
                    line.sendall(b"PONG\0")
                elif command == b"zINSTREAM\0":
                    if not self._mute:
                        line.sendall(self._look(said))
                else:
                    self.odd.append(command)
                    line.sendall(b"UNKNOWN COMMAND\0")

    def _look(self, said: object) -> bytes:
        content = b""
        while True:
            length = said.read(4)  # type: ignore[attr-defined]
            if len(length) < 4:
                self.odd.append(length)
                return b""
            size = int.from_bytes(length, "big")
            if len(content) + size > self._most:
                return b"INSTREAM size limit exceeded. ERROR\0"
            if not size:
                break
            content += said.read(size)  # type: ignore[attr-defined]
        self.seen.append(content)
        if self._says:
            return self._says
        return f"stream: {NAME} FOUND\0".encode() if EICAR in content else b"stream: OK\0"
