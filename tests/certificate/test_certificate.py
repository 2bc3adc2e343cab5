"""The office's certificate: what a browser that trusts the authority accepts, and nothing else."""

import socket
import ssl
import threading
from pathlib import Path

import click
import pytest

from caseapp.certificate import AUTHORITY, AUTHORITY_KEY, SERVER, SERVER_KEY, make_certificate

NAMES = ["office.local", "127.0.0.1"]


def greets(folder: Path, name: str, trusted: Path) -> bool:
    """Whether a browser that trusts ``trusted`` accepts what the server in ``folder`` shows for ``name``."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / SERVER, folder / SERVER_KEY)
    asking = ssl.create_default_context(cafile=str(trusted))
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            serving.wrap_socket(there, server_side=True).close()
        except (ssl.SSLError, OSError):
            there.close()

    answering = threading.Thread(target=serve)
    answering.start()
    try:
        asking.wrap_socket(here, server_hostname=name).close()
    except (ssl.SSLError, OSError):
        here.close()
        return False
    finally:
        answering.join()
    return True


def test_whoever_trusts_the_authority_reaches_the_machine_by_its_names(tmp_path: Path) -> None:
    assert make_certificate(tmp_path, NAMES)
    for name in NAMES:
        assert greets(tmp_path, name, tmp_path / AUTHORITY)
    assert not greets(tmp_path, "bank.example", tmp_path / AUTHORITY)
    for key in (AUTHORITY_KEY, SERVER_KEY):
        assert (tmp_path / key).stat().st_mode & 0o077 == 0


def test_next_year_the_authority_is_the_same(tmp_path: Path) -> None:
    make_certificate(tmp_path, NAMES)
    trusted = tmp_path / "trusted.crt"
    trusted.write_bytes((tmp_path / AUTHORITY).read_bytes())
    before = (tmp_path / SERVER).read_bytes()
    assert not make_certificate(tmp_path, NAMES[:1])
    assert (tmp_path / SERVER).read_bytes() != before
    assert greets(tmp_path, NAMES[0], trusted)
    assert make_certificate(tmp_path, ["another.local"]), "it may not vouch for another name"


def test_what_is_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="neither a name nor an address"):
        make_certificate(tmp_path, ["https://office"])
