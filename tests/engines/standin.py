"""A stand-in for the hub on 127.0.0.1, as far as downloading a checkpoint goes."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class StandInHub(ThreadingHTTPServer):
    """Gives folders as repositories; `refusals` maps a repository to the status and error code it is refused with."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.repositories: dict[str, Path] = {}
        self.refusals: dict[str, tuple[int, str]] = {}
        self.served: list[str] = []
        # Weights come block by block; a test can hold them back after the first.
        self.first_block_sent = threading.Event()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


def nobody_listens() -> str:
    """An address on which nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def stand_in_hub() -> Iterator[StandInHub]:
    with StandInHub() as hub:
        thread = threading.Thread(target=hub.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield hub
        finally:
            hub.may_go_on.set()
            hub.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandInHub

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        parts = urlsplit(self.path).path.strip("/").split("/")
        if parts[:2] == ["api", "models"]:
            return self._api("/".join(parts[2:4]), parts[4:])
        return self._file("/".join(parts[:2]), "/".join(parts[4:]))

    def _api(self, repository: str, rest: list[str]) -> None:
        if self._refused(repository):
            return
        folder = self.server.repositories[repository]
        files = [
            {"type": "file", "path": str(f.relative_to(folder)), "size": f.stat().st_size, "oid": _etag(f)}
            for f in folder.rglob("*")
            if f.is_file()
        ]
        if rest[:1] == ["tree"]:
            self._send(json.dumps(files).encode(), {"Content-Type": "application/json"})
        else:
            siblings = [{"rfilename": file["path"], "size": file["size"]} for file in files]
            info = {"id": repository, "sha": COMMIT, "siblings": siblings}
            self._send(json.dumps(info).encode(), {"Content-Type": "application/json"})

    def _file(self, repository: str, name: str) -> None:
        if self._refused(repository):
            return
        file = self.server.repositories[repository] / name
        if self.command == "GET":
            self.server.served.append(name)
        self._send(file.read_bytes(), {"ETag": f'"{_etag(file)}"', "X-Repo-Commit": COMMIT})

    def _refused(self, repository: str) -> bool:
        missing = (404, "RepoNotFound") if repository not in self.server.repositories else None
        refusal = self.server.refusals.get(repository, missing)
        if refusal is None:
            return False
        status, code = refusal
        self._send(b"{}", {"X-Error-Code": code, "X-Error-Message": code}, status=status)
        return True

    def _send(self, body: bytes, headers: dict[str, str], *, status: int = 200) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if "safetensors" not in self.path:
            self.wfile.write(body)
            return
        half = len(body) // 2
        self.wfile.write(body[:half])
        self.wfile.flush()
        self.server.first_block_sent.set()
        self.server.may_go_on.wait()
        self.wfile.write(body[half:])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _etag(file: Path) -> str:
    return hashlib.sha1(file.read_bytes()).hexdigest()
