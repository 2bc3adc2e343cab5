"""Debian's Chromium, headless, for tests that need a real browser."""

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

# The sandbox can't be had as root in a container; the other switches keep the browser from calling anybody.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first that is there is taken; the shell shows the same pages for half of the processor's time."""
PATIENCE = 60_000
"""Milliseconds until what does not come fails its test, on a machine that has other things to do as well."""


def chromium_path() -> str:
    """Where Chromium is; a test that asks for it is skipped without it, or fails where CI=true promises it."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = "Chromium is not installed; on Debian: apt-get install --no-install-recommends chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@cache
def the_browser() -> Browser:
    """The one headless browser of this process: Playwright can't be started twice in one. It ends with the process."""
    path = chromium_path()
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(executable_path=path, args=list(SWITCHES))


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free loopback port; yields its address."""
    connections: dict[int, wasyncore.dispatcher] = {}
    server = create_server(app, map=connections, host="127.0.0.1", port=0, threads=8)

    def stop() -> None:
        server.task_dispatcher.shutdown()
        wasyncore.close_all(connections)

    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(stop)
        thread.join()
