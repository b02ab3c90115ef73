"""A small server: full at one page, and gone without a trace when told to stop."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.serve.conftest import running

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("serve")]


def test_a_full_server_lets_newcomers_wait_and_leaves_no_kernel_when_it_stops(tmp_path: Path):
    with running(tmp_path, pages=1) as server:
        visitor = server.visitor("li.wen")
        with ThreadPoolExecutor(4) as crowd:
            answers = [a.status for a in crowd.map(visitor.get, ["/app/plain"] * 4)]
        assert sorted(answers) == [200, 503, 503, 503]
        full = visitor.get("/app/plain?lang=en")
        assert (full.status, full.headers["Retry-After"]) == (503, "15")
        assert '<meta http-equiv="refresh" content="15">' in full.text
        assert re.search("no room for another page.+every 15 seconds", full.text, re.DOTALL)
        health = server.visitor().get("/healthz")
        assert (health.status, json.loads(health.text)["kernels"]) == (503, 1)

        kernels = server.kernels()
        assert kernels
        server.process.terminate()
        assert server.process.wait(20) == 0
        _, alive = psutil.wait_procs(kernels, 10)
        assert not alive
