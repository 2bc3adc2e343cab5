"""The built wheel, installed elsewhere, serves what a checkout serves."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.frame.served import ROOT, serving

pytestmark = pytest.mark.deep


def test_the_installed_wheel_holds_every_file_and_serves(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", tmp_path / "built", ROOT], check=True)
    (wheel,) = (tmp_path / "built").glob("*.whl")
    site = tmp_path / "site"
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", site, wheel], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "caseapp", "templates", "migrations"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert inside == {name if name.startswith("caseapp/") else f"caseapp/{name}" for name in listed}
    with serving(tmp_path / "instance", PYTHONPATH=str(site)) as served:
        link = served.output.split("/set-up/")[1].split()[0]
        page = served.browser().get(f"/set-up/{link}")
        assert page.status == 200
        assert served.browser().get("/static/css/app.css").status == 200
        assert "Traceback" not in served.output
