"""The office's certificate: what a browser that trusts the authority accepts, and nothing else."""

import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
from datetime import timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from caseapp.clock import now
from caseapp.commands import certificate
from caseapp.commands.certificate import AUTHORITY, AUTHORITY_KEY, SERVER, SERVER_KEY, make_certificate

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


BANK = x509.DNSName("www.bank.example")
ELSEWHERE = (
    x509.IPAddress(ipaddress.ip_address("1.1.1.1")),
    x509.IPAddress(ipaddress.ip_address("2606::1111")),
)
MAIL = x509.RFC822Name("someone@bank.example")
PAGE = x509.UniformResourceIdentifier("https://www.bank.example/")


def forged(folder: Path, name: x509.GeneralName) -> x509.Certificate:
    """What a thief of the authority's key makes for a machine of theirs."""
    key = serialization.load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    begin = now() - timedelta(hours=1)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.subject)
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([name]), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def verifies(folder: Path, shown: x509.Certificate) -> bool:
    """Whether the verifier of a library takes a server's certificate."""
    authority = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
    (name,) = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert isinstance(name, x509.DNSName | x509.IPAddress)
    policy = PolicyBuilder().store(Store([authority])).time(now())
    try:
        policy.build_server_verifier(name).verify(shown, [])
    except VerificationError:
        return False
    return True


def openssl_verifies(folder: Path, shown: x509.Certificate) -> bool:
    """Whether openssl takes a certificate."""
    path = folder / "shown.crt"
    path.write_bytes(shown.public_bytes(serialization.Encoding.PEM))
    asked = ["openssl", "verify", "-CAfile", str(folder / AUTHORITY), "-purpose", "sslserver", str(path)]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "names",
    [
        ["office.local"],
        ["192.168.1.5"],
        ["fd00::5"],
        ["office.local", "192.168.1.5"],
        ["192.168.1.5", "fd00::5"],
    ],
)
def test_whoever_steals_its_key_vouches_for_no_other_name_of_any_kind(
    names: list[str], tmp_path: Path
) -> None:
    make_certificate(tmp_path, names)
    own = certificate._general_name(names[0])
    for foreign in (BANK, *ELSEWHERE):
        assert not verifies(tmp_path, forged(tmp_path, foreign)), foreign
    assert verifies(tmp_path, forged(tmp_path, own))
    if shutil.which("openssl"):
        for foreign in (BANK, *ELSEWHERE, MAIL, PAGE):
            assert not openssl_verifies(tmp_path, forged(tmp_path, foreign)), foreign
        assert openssl_verifies(tmp_path, forged(tmp_path, own))
    assert greets(tmp_path, names[0], tmp_path / AUTHORITY)


def test_a_name_without_a_dot_is_refused_because_whole_domains_end_in_it(tmp_path: Path) -> None:
    said = CliRunner().invoke(certificate.certificate, ["make", "office", "--folder", str(tmp_path)])
    assert said.exit_code == 1
    assert "Use office.local or the address" in said.output
    assert not (tmp_path / AUTHORITY).exists()


def test_what_this_machine_knows_of_itself_is_vouched_for_without_its_bare_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Office")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked: [(2, 1, 6, "", ("192.168.1.5", 0))])
    assert certificate.own_names() == ["office.local", "192.168.1.5"]
    make_certificate(tmp_path, certificate.own_names())
    assert not verifies(tmp_path, forged(tmp_path, x509.DNSName("bank.office")))


@pytest.mark.parametrize("open_to", ["addresses", "everything", "a whole domain"])
def test_an_authority_that_could_vouch_for_more_is_not_used_again(
    open_to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [x509.DNSName("office.local")]
    leaving = {
        "addresses": x509.NameConstraints(names, None),
        "everything": x509.InhibitAnyPolicy(0),
        "a whole domain": certificate._nothing_but([*names, x509.DNSName("office")]),
    }[open_to]
    with monkeypatch.context() as earlier:
        earlier.setattr(certificate, "_nothing_but", lambda _wanted: leaving)
        make_certificate(tmp_path, ["office.local"])
    before = (tmp_path / AUTHORITY).read_bytes()
    arguments = ["make", "office.local", "--folder", str(tmp_path)]
    said = CliRunner().invoke(certificate.certificate, arguments)
    assert said.exit_code == 0
    assert "could vouch for other web sites too" in said.output
    made = (tmp_path / AUTHORITY).read_bytes()
    assert made != before
    assert "is the one of before" in CliRunner().invoke(certificate.certificate, arguments).output
    assert (tmp_path / AUTHORITY).read_bytes() == made
