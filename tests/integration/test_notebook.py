"""The notebook of the documentation, executed as Jupyter does it."""

import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from program import ROOT

nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
pytest.importorskip("ipykernel", reason="ipykernel is not installed")

pytestmark = [pytest.mark.engine, pytest.mark.slow]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("notebook")
    # A kernel of this interpreter, whatever kernels are installed for the user.
    kernels = folder / "jupyter/kernels/python3"
    kernels.mkdir(parents=True)
    command = f'["{sys.executable}", "-m", "ipykernel_launcher", "-f", "{{connection_file}}"]'
    (kernels / "kernel.json").write_text(
        f'{{"argv": {command}, "display_name": "Python 3", "language": "python"}}'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder / "jupyter"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("HOME", str(folder))
        notebook = nbformat.read(ROOT / "docs/how-to/notebook.ipynb", as_version=4)
        resources = {"metadata": {"path": str(folder)}}
        client = nbclient.NotebookClient(notebook, timeout=300, resources=resources)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Jupyter's own libraries
            client.execute()
    return notebook, folder


def data(cell: Any, kind: str) -> str:
    (found,) = (o.data[kind] for o in cell.outputs if o.output_type == "execute_result")
    return str(found)


def test_results_print_in_one_line_and_show_rows(executed: tuple[Any, Path]) -> None:
    notebook, folder = executed
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [cell for cell in code if cell.source.splitlines()[-1] in ("run", "difference")]
    assert len(shown) == 2
    for cell in shown:
        assert len(data(cell, "text/plain").splitlines()) == 1
        assert 'class="harness-rows"' in data(cell, "text/html")
        assert "<script" not in data(cell, "text/html")
    assert "did not" in data(shown[0], "text/html")
    assert (folder / "menu.html").exists()
