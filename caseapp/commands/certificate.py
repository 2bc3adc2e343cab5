"""``caseapp certificate make``: a small authority of the office, and the certificate of the machine it serves from.

Browsers of the office trust the authority once; the server's certificate is made anew whenever a name or address
changes, or after a year, and nobody has to do anything for it. The authority may vouch for nothing but the names and
addresses it was made for, so that its key, if stolen, opens no other page to anybody. A certificate says so kind by
kind, and leaves a kind that it does not mention open: each is mentioned, the one that has no name of ours as closed.
"""

from __future__ import annotations

import ipaddress
import socket
from datetime import timedelta
from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from caseapp.clock import now
from caseapp.paths import instance_folder
from caseapp.vault.private_files import FOLDER_MODE, write_private_file

AUTHORITY_DAYS = 10 * 365
SERVER_DAYS = 397
"""The longest that browsers accept."""
AUTHORITY, AUTHORITY_KEY = "office-authority.crt", "office-authority.key"
SERVER, SERVER_KEY = "server.crt", "server.key"
NOBODYS = "invalid"
"""A domain that nobody ever has (RFC 2606): the only one that may be vouched for where none of ours is of that kind."""
CLOSED = (x509.RFC822Name(NOBODYS), x509.UniformResourceIdentifier(NOBODYS))
EVERY_ADDRESS = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))


@click.group("certificate")
def certificate() -> None:
    """Look after the certificate that the local network reaches this machine by."""


@certificate.command("make")
@click.argument("names", nargs=-1)
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Default: tls in the instance folder."
)
def make(names: tuple[str, ...], folder: Path | None) -> None:
    """Make a certificate for NAMES, the names and addresses by which browsers find this machine.

    Without NAMES those that this machine knows of itself. The authority of an earlier call is used again if it may
    vouch for them.
    """
    place = folder.resolve() if folder else instance_folder() / "tls"
    wanted = list(names) or own_names()
    was_open = has_open_authority(place)
    made_authority = make_certificate(place, wanted)
    click.echo(f"Made for: {', '.join(wanted)}\n")
    click.echo("Put these lines into caseapp.toml in the instance folder:\n")
    click.echo('    host = "0.0.0.0"')
    click.echo(f'    address = "https://{wanted[0]}:8000"')
    click.echo(f'    tls_certificate = "{place / SERVER}"')
    click.echo(f'    tls_key = "{place / SERVER_KEY}"\n')
    if not made_authority:
        click.echo("The authority is the one of before: browsers that trust it need nothing new.")
        return
    if was_open:
        click.echo(
            "The authority of before could vouch for other web sites too, so a new one takes its place: "
            "remove the old one wherever it is trusted.\n"
        )
    click.echo(
        f"Let each computer and telephone trust {place / AUTHORITY} once. docs/office-setup.md says how."
    )
    click.echo(f"Keep {AUTHORITY_KEY} from everybody: whoever has it can pretend to be this machine.")


def own_names() -> list[str]:
    """Return the name of this machine in its network, and its address there where one is to be seen.

    Not its name alone: whoever vouches for ``office`` vouches for every name that ends in ``.office``.
    """
    name = socket.gethostname().partition(".")[0].lower()
    found = [f"{name}.local"]
    try:
        addresses = {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        addresses = set()
    return found + sorted(
        each for each in addresses if not ipaddress.ip_address(each.partition("%")[0]).is_loopback
    )


def has_open_authority(folder: Path) -> bool:
    """Tell whether an authority of an earlier version lies here, which may vouch for names that are not ours."""
    return (folder / AUTHORITY).exists() and _vouched_for(_read_authority(folder)) is None


def make_certificate(folder: Path, names: list[str]) -> bool:
    """Write authority and server certificate with their keys; returns whether the authority is new.

    Raises:
        ClickException: a name is none.
    """
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    wanted = [_general_name(name) for name in names]
    present = _present_authority(folder, wanted)
    key, authority = present or _new_authority(wanted)
    server_key = ec.generate_private_key(ec.SECP256R1())
    begin = now() - timedelta(hours=1)
    server = (
        x509.CertificateBuilder()
        .subject_name(
            _named("caseapp of the office")
        )  # an address here would be taken for a name, which is closed
        .issuer_name(authority.subject)
        .public_key(server_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(min(begin + timedelta(days=SERVER_DAYS), authority.not_valid_after_utc))
        .add_extension(x509.SubjectAlternativeName(wanted), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(server_key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    if present is None:
        _write_key(folder / AUTHORITY_KEY, key)
        write_private_file(folder / AUTHORITY, _pem(authority))
    _write_key(folder / SERVER_KEY, server_key)
    write_private_file(folder / SERVER, _pem(server) + _pem(authority))
    return present is None


def _new_authority(wanted: list[x509.GeneralName]) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    begin = now() - timedelta(hours=1)
    name = _named("caseapp office authority")
    authority = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(_nothing_but(wanted), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return key, authority


def _present_authority(
    folder: Path, wanted: list[x509.GeneralName]
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None:
    """Return the authority of an earlier call if it may vouch for ``wanted`` for at least another year."""
    if not (folder / AUTHORITY_KEY).exists() or not (folder / AUTHORITY).exists():
        return None
    key = serialization.load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), None)
    authority = _read_authority(folder)
    may = _vouched_for(authority)
    lasts = authority.not_valid_after_utc - now() > timedelta(days=SERVER_DAYS)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not lasts or may is None:
        return None
    return (key, authority) if {_subtree(each) for each in wanted} <= may else None


def _read_authority(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())


def _nothing_but(wanted: list[x509.GeneralName]) -> x509.NameConstraints:
    """Return the constraint to these names and addresses, every other name of every kind being closed."""
    permitted = [*map(_subtree, wanted), *CLOSED]
    if not any(isinstance(name, x509.DNSName) for name in wanted):
        permitted.append(x509.DNSName(NOBODYS))
    families = {name.value.version for name in wanted if isinstance(name, x509.IPAddress)}
    excluded = [x509.IPAddress(every) for every in EVERY_ADDRESS if every.version not in families]
    return x509.NameConstraints(permitted, excluded or None)


def _vouched_for(authority: x509.Certificate) -> set[x509.GeneralName] | None:
    """Return the names and addresses that an authority may vouch for.

    None if it leaves a kind of name open, or a whole top-level domain.
    """
    try:
        found = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return None
    ours = [name for name in found.permitted_subtrees or () if name.value != NOBODYS]
    if any(isinstance(name, x509.DNSName) and "." not in name.value for name in ours):
        return None
    return set(ours) if found == _nothing_but(ours) else None


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    labels = name.split(".")
    if not all(label.isascii() and label.replace("-", "").isalnum() for label in labels):
        raise click.ClickException(
            f"{name!r} is neither a name nor an address by which a browser finds a machine."
        )
    if len(labels) == 1:
        raise click.ClickException(
            f"{name!r} has no dot: an authority for it could vouch for every name that ends in .{name}, in the "
            f"internet too. Use {name}.local or the address instead."
        )
    return x509.DNSName(name)


def _subtree(name: x509.GeneralName) -> x509.GeneralName:
    if isinstance(name, x509.IPAddress):
        return x509.IPAddress(ipaddress.ip_network(str(name.value)))
    return name


def _named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(found: x509.Certificate) -> bytes:
    return found.public_bytes(serialization.Encoding.PEM)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    content = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private_file(path, content)
