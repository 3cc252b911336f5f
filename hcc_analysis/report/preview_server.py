"""Serve a report on this machine, with a script that reloads the open page when there is a new one."""

from __future__ import annotations

import html
import json
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from hcc_analysis.report.content_policy import hash_source
from hcc_analysis.report.own_files import own_text

PAGE = "supplement.html"
SCRIPT = "preview.js"
_SCRIPTS = "script-src "


@dataclass
class Status:
    """What the open page asks for: the number of the last report, and what is wrong with the newest state."""

    version: int = 0
    message: str = ""


class PreviewServer(ThreadingHTTPServer):
    """Serves a report folder on localhost.

    Parameters
    ----------
    folder : Path
        The report; it may be replaced while it is served.
    port : int
        Port of 127.0.0.1; any free one when 0.
    """

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        self.status = Status()
        super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(folder)))

    @property
    def url(self) -> str:
        """Address of the page."""
        return f"http://127.0.0.1:{self.server_port}/"

    def start(self) -> None:
        """Serve in the background."""
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Handler(SimpleHTTPRequestHandler):
    server: PreviewServer

    def do_GET(self) -> None:
        """Answer; only to pages of this server, so that no other site's page can read the report."""
        if self.headers.get("Host") not in self._hosts():
            self.send_error(403)
        elif self.path == "/status":
            self._send(json.dumps(vars(self.server.status)), "application/json")
        elif self.path in ("/", f"/{PAGE}"):
            self._send(self._page(), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _hosts(self) -> tuple[str, str]:
        port = self.server.server_port
        return f"127.0.0.1:{port}", f"localhost:{port}"

    def _page(self) -> str:
        try:
            return live_page(Path(self.directory, PAGE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return live_page(waiting_page(self.server.status.message))

    def _send(self, text: str, kind: str) -> None:
        content = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def live_page(page: str) -> str:
    """Add the script that reloads a page, and allow it in the page's policy.

    Parameters
    ----------
    page : str
        A supplement.

    Returns
    -------
    str
        The page for the preview.
    """
    live = own_text(SCRIPT)
    allowed = f"connect-src 'self'; {_SCRIPTS}'{hash_source(live)}' "
    head, script, end = page.replace(_SCRIPTS, allowed, 1).rpartition("</body>")
    return f"{head}<script>{live}</script>{script}{end}"


def waiting_page(message: str) -> str:
    """Return the page that stands where there is no report yet."""
    said = html.escape(message or "The first build runs.")
    policy = "default-src 'none'; script-src "
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>No report yet</title></head><body><h1>No report yet</h1><pre>{said}</pre></body></html>"
    )
