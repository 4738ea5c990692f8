"""Fixtures that more than one test file uses."""

import pytest
from hub_server import RENAMED, HubServer, fill


@pytest.fixture(scope='session')
def hub(tmp_path_factory):
    """A local Hugging Face hub with small datasets and models; give it to `run_python` or `run_command`."""
    root = tmp_path_factory.mktemp('hub')
    with HubServer(root, metadata=fill(root), renamed=RENAMED) as server: yield server
