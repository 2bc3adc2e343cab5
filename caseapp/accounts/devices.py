"""Where somebody signs in from: the kind of browser and system in words, and the network.

A new one is told of by what the server keeps, keyed tokens of the account with all three. No cookie or mark is left in
the browser for it: a device may be searched, and whatever stays on it would say that its owner works with us.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import has_request_context, request

from caseapp.accounts.models import User
from caseapp.accounts.throttle import is_known, keys_for, remember
from caseapp.i18n.messages import gettext as _
from caseapp.vault import lp

BROWSERS = (
    ("edge", "Microsoft Edge", re.compile(r"\bEdg(e|A|iOS)?/")),
    ("opera", "Opera", re.compile(r"\bOPR/|\bOpera\b")),
    ("samsung", "Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("firefox", "Firefox", re.compile(r"\b(Firefox|FxiOS)/")),
    ("chrome", "Chrome", re.compile(r"\b(Chrome|CriOS|Chromium|HeadlessChrome)/")),
    ("safari", "Safari", re.compile(r"\bVersion/[\d.]+.*\bSafari/")),
)
"""Code, name and mark of the kinds told apart. Each also has the marks of those below it, so the first counts."""
SYSTEMS = (
    ("ios", "iOS", re.compile(r"\b(iPhone|iPad|iPod)\b")),
    ("android", "Android", re.compile(r"\bAndroid\b")),
    ("chromeos", "ChromeOS", re.compile(r"\bCrOS\b")),
    ("windows", "Windows", re.compile(r"\bWindows\b")),
    ("macos", "macOS", re.compile(r"\bMac(intosh| OS X)\b")),
    ("linux", "Linux", re.compile(r"\bLinux\b")),
)
OTHER = "other"
LONGEST = 512
"""So much of what a browser says about itself is looked at."""


@dataclass(frozen=True)
class Device:
    """Where a request comes from. ``browser`` and ``system`` are codes, ``network`` an address or an IPv6 network."""

    browser: str
    system: str
    network: str


def device_of_request() -> Device:
    """Return where the present request comes from."""
    if not has_request_context():
        return Device(OTHER, OTHER, "")
    said = request.headers.get("User-Agent", "")[:LONGEST]
    return Device(_first(BROWSERS, said), _first(SYSTEMS, said), network_of(request.remote_addr or ""))


def place_of(address: str) -> bytes:
    """Return what counts as one place: an IPv4 address, or the network (/64) that one household has of IPv6."""
    found = _parsed(address)
    if found is None:
        return address.encode()
    return found.packed[:8] if found.version == 6 else found.packed


def network_of(address: str) -> str:
    """Return the same in signs."""
    found = _parsed(address)
    if found is not None and found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found) if found is not None else ""


def known_here(tokens: Sequence[bytes], place: bytes) -> list[bytes]:
    """Return the keys under which it is known that the owner of a sign-in name has come in from a place.

    ``tokens`` are those of the name, under the token key in use first.
    """
    return keys_for("sign_in.known_here", *(token + place for token in tokens))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def device_name(user: User, device: Device) -> str:
    """Return what the log and the session keep of a device: both codes, and a mark that tells networks apart."""
    return f"{device.browser}/{device.system}/{_keys(user, device)[0][:8].hex()}"


def begun_at(user: User) -> dict[str, str]:
    """Return what a session of ``user`` that begins with the present request keeps of where that was."""
    device = device_of_request()
    return {"device": device_name(user, device), "network": device.network}


def note_device(user: User, device: Device) -> bool:
    """Remember that ``user`` signed in at ``device``; tells whether for the first time. Inside a write."""
    keys = _keys(user, device)
    known = is_known(keys)
    remember(keys)
    return not known


def _keys(user: User, device: Device) -> list[bytes]:
    about = lp(user.id.bytes, device.network.encode(), device.browser.encode(), device.system.encode())
    return keys_for("sign_in.device", about)


def device_words(name: str) -> str:
    """Return what is kept of a device, in words: "Firefox on Windows"."""
    browser, system, *_mark = [*name.split("/"), "", ""]
    names = {code: name for code, name, _mark in (*BROWSERS, *SYSTEMS)}
    return _(
        "%(browser)s on %(system)s",
        browser=names.get(browser) or _("another browser"),
        system=names.get(system) or _("another system"),
    )


def _first(kinds: tuple[tuple[str, str, re.Pattern[str]], ...], said: str) -> str:
    return next((code for code, _name, mark in kinds if mark.search(said)), OTHER)
