import pytest

from hcc_analysis.report.kernel.client import ADDRESS, KernelServer

if not KernelServer.is_possible():
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="module")
def server():
    with KernelServer(quiet=True) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv(ADDRESS, server.address)
        yield server
    assert not server.folder.exists()
