"""The pages: what is served, to whom, with which headers, and what is not served at all."""

import json
import re

import pytest

from tests.serve.conftest import Server, ends
from tests.serve.visitor import Visitor
from union_lib.serve.assets import stamp
from union_lib.serve.identity import COOKIE
from union_lib.serve.server import apps_dir, sockets_on
from union_lib.serve.words import PortTaken

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("serve")]
NOT_SERVED = [
    "/tree", "/lab", "/voila", "/voila/tree", "/voila/render/plain.ipynb", "/voila/files/plain.ipynb",
    "/voila/api/contents", "/voila/api/shutdown/1-1-1-1-1", "/voila/static/voila.js",
    "/voila/templates/lab/static/x", "/voila/query/1-1-1-1-1", "/voila/execution/1-1-1-1-1",
    "/voila/api/themes/x", "/api", "/api/contents", "/api/kernels", "/api/kernelspecs", "/api/sessions",
    "/api/terminals", "/api/me", "/api/status", "/terminals/1", "/nbconvert/html/plain.ipynb",
    "/files/plain.ipynb", "/nbextensions/x", "/static/style.css", "/metrics", "/custom/custom.css", "/app",
    "/app/", "/app/plain.ipynb", "/app/plain/", "/apps/plain.ipynb", "/favicon.ico",
]  # fmt: skip
PATHS_OUT = [
    "/app/../var/union.db", "/app/%2e%2e/var/union.db", "/app/..%2fvar%2funion.db", "/app/plain%00",
    "/assets/../union_lib/serve/server.py", "/assets/{stamp}/voila/../../../../../../etc/passwd",
    "/assets/{stamp}/voila/%2e%2e/%2e%2e/conf.json", "/assets/{stamp}/voila/..%2f..%2fconf.json",
    "/assets/{stamp}/voila//etc/passwd",
    "/assets/{stamp}/labextensions/ipecharts/../../../kernels/python3/kernel.json",
    "/assets/{stamp}/labextensions/jupyterlab_pygments/package.json", "/assets/{stamp}/voila/",
]  # fmt: skip


def test_the_first_address_leads_to_the_workbench(server: Server):
    assert server.visitor("li.wen").get("/").headers["Location"] == "/app/workbench"


def test_a_kernel_knows_who_works_from_its_birth_and_nothing_it_should_not(server: Server):
    visitor = server.visitor("wang.fang")
    born_with = visitor.open(query="?screen=board&UNION_ACCOUNT=1").environment
    assert born_with["UNION_ACCOUNT"] == "2"
    assert born_with["UNION_SIGN_IN"].isdecimal()
    assert born_with["QUERY_STRING"] == "screen=board&UNION_ACCOUNT=1"
    assert born_with["UNION_VAR"] == str(server.var)
    assert not {"UNION_SECRET", "API_TOKEN"} & born_with.keys()
    assert visitor.cookies[COOKIE] not in json.dumps(born_with)


@pytest.mark.parametrize("address", NOT_SERVED)
def test_what_is_not_used_is_not_there(server: Server, colleague: Visitor, address: str):
    for visitor in (server.visitor(), colleague):
        assert visitor.get(address).status == 404
    assert colleague.fill(address, {}).status == 404
    assert colleague.ask("DELETE", address).status == 404


@pytest.mark.parametrize("address", PATHS_OUT)
def test_no_path_leads_out_of_its_folder(colleague: Visitor, address: str):
    assert colleague.get(address.format(stamp=stamp())).status in (403, 404)


def test_nobody_ends_or_restarts_a_kernel_by_its_address(server: Server):
    visitor = server.visitor("li.wen")
    page = visitor.open()
    address = f"/api/kernels/{page.kernel_id}"
    token = visitor.cookies["_xsrf"]
    assert visitor.get(address).status == 200
    assert visitor.ask("DELETE", address, X_XSRFToken=token).status == 405
    assert visitor.fill(address + "/restart", {}).status == 404
    assert server.visitor("wang.fang").get(address).status == 403
    assert server.kernel(page).is_running()


def test_a_page_that_is_left_ends_at_once_at_its_owners_word_alone(server: Server):
    visitor, other = server.visitor("li.wen"), server.visitor("wang.fang")
    page = visitor.open()
    kernel, address = server.kernel(page), f"/api/kernels/{page.kernel_id}/left"
    assert other.fill(address, {}).status == 403
    assert server.visitor().fill(address, {}).status == 403
    assert visitor.post(address, {}).status == 403
    assert kernel.is_running()
    assert visitor.fill(address, {}).status == 204
    assert ends(kernel, 2)


def test_the_libraries_are_kept_by_the_browser_under_an_address_of_their_version(server: Server):
    visitor = server.visitor("li.wen")
    address = re.search(r'src="(/assets/[^"]+voila.js)"', visitor.open("workbench").answer.text)
    assert address
    script = visitor.get(address[1])
    assert (script.status, script.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "immutable" in script.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/login", "/app/workbench", "/password", "/nowhere", "/healthz"])
def test_every_page_keeps_other_sites_and_caches_out(colleague: Visitor, address: str):
    headers = colleague.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy.replace("'", "")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers


@pytest.mark.parametrize("address", ["/login", "/password", "/nowhere"])
def test_the_doors_run_no_script_but_their_own(colleague: Visitor, address: str):
    policy = colleague.get(address).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert re.search(r"script-src 'nonce-[\w-]{20,}'", policy)


def test_no_page_names_another_host(server: Server):
    visitor = server.visitor("li.wen")
    pages = [visitor.open("workbench").answer, *(visitor.get(a) for a in ("/password", "/nowhere"))]
    for page in [*pages, server.visitor().get("/login")]:
        assert set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", page.text)) <= {"http://www.w3.org"}


def test_a_failed_notebook_shows_a_number_to_report_and_nothing_else(server: Server):
    visitor = server.visitor("li.wen")
    page = visitor.open("broken", "?lang=en").answer.text
    number = re.search(r"Incident (\S+)\.", page)
    assert number
    assert "The system has a problem" in page
    assert not re.search("Traceback|ValueError|of the notebook|of the cell", page)
    assert f"incident {number[1]}" in server.log.read_text("utf-8")


def test_a_page_that_is_never_shown_ends(server: Server):
    kernel = server.kernel(server.visitor("li.wen").open())
    assert ends(kernel)


def test_the_server_says_how_it_is(server: Server):
    health = server.visitor().get("/healthz")
    assert health.status == 200
    assert json.loads(health.text).keys() == {"kernels", "limit", "database"}


def test_a_port_that_is_taken_is_named_and_no_other_is_chosen(server: Server):
    with pytest.raises(PortTaken) as refused:
        sockets_on("127.0.0.1", server.port)
    assert str(server.port) in str(refused.value)
    assert "--port" in str(refused.value)


def test_the_apps_are_found():
    assert apps_dir().name == "apps"
