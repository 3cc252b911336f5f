"""Full disks, folders that may not be written, data that change, two builds at once: the report is never harmed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report import manifest
from hcc_analysis.report.build import build_all
from hcc_analysis.report.cache import Cache
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.standing import stands
from tests.report.conftest import run
from tests.report.listening import Heard
from tests.report.toy import dataset

ROOT = Path(__file__).parents[2]
# Runs the command on the toy project; the first argument limits the size of any file that is written.
COMMAND = """
import resource, sys
from hcc_analysis import cli
from hcc_analysis.report import prepare
from tests.report.toy import dataset
prepare._read_trial = dataset
limit = int(sys.argv.pop(1))
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
cli.main()
"""


def start(project, *arguments, limit=0, **options):
    command = [
        sys.executable,
        "-c",
        COMMAND,
        str(limit),
        "build",
        "params/toy.yml",
        "--jobs",
        "1",
        *arguments,
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | options
    return subprocess.Popen(
        command, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def finished(process):
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    return process.returncode, out, err


def change_a_notebook(project):
    path = project.notebooks / "fig_toy.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("1 + 1", "1 + 2"), encoding="utf-8")


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def whole(report):
    """Every product has the hash that the manifest names, and there is no other."""
    made = json.loads((report / "manifest.json").read_text(encoding="utf-8"))["products"]
    present = manifest.folder_hashes(report, "")
    for name in (
        "manifest.json",
        "timings.json",
    ):  # it does not name itself, nor what differs from run to run
        del present[name]
    return made == present


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limit", "says"),
    [
        (3_000, "File too large"),
        (60_000, "toy: cannot be written: File too large; the previous one stays"),
    ],
)
def test_files_that_do_not_fit_end_in_one_line(project, limit, says):
    before = files(project.report("toy"))
    change_a_notebook(project)
    status, _, err = finished(start(project, limit=limit))
    assert status in (1, 2)
    assert says in err
    assert files(project.report("toy")) == before
    assert finished(start(project))[0] == 0
    assert whole(project.report("toy"))
    assert sorted(path.name for path in project.reports.iterdir()) == ["toy"]


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 300 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    mounted = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("a file system can be mounted by root alone")
    yield folder
    subprocess.run(["umount", folder], check=False)


@pytest.mark.slow
def test_a_full_disk_ends_in_one_line(project, small_disk):
    (small_disk / "filler").write_bytes(b"x" * 200_000)
    change_a_notebook(project)
    status, _, err = finished(start(project, "--reports", str(small_disk)))
    assert (status, err.count("\n")) == (2, 1)
    assert err == f"error: {small_disk}/toy: cannot be written: No space left on device\n"
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_a_folder_that_may_not_be_written_is_named(project, monkeypatch):
    before = files(project.root)
    change_a_notebook(project)

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("hcc_analysis.report.staging.tempfile", SimpleNamespace(mkdtemp=refuse))
    with pytest.raises(InputError, match="toy: cannot be written: Permission denied; the previous one stays"):
        run(project)
    change_back = {path: content for path, content in files(project.root).items() if "reports" in path.parts}
    assert change_back == {path: content for path, content in before.items() if "reports" in path.parts}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_ends_in_one_line(project):
    change_a_notebook(project)
    project.reports.chmod(0o555)
    try:
        status, _, err = finished(start(project))
    finally:
        project.reports.chmod(0o755)
    assert status == 2
    assert "cannot be written: Permission denied" in err


def test_a_command_says_what_the_system_refused(tmp_path, monkeypatch, capsys):
    from hcc_analysis import cli

    monkeypatch.setattr(sys, "argv", ["hcc-report", "list"])

    def refuse(*_):
        raise PermissionError(13, "Permission denied", "some/file")

    monkeypatch.setattr("hcc_analysis.report.command.show_outputs", refuse)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "error: some/file: cannot be read or written: Permission denied\n"


# Appends to the data folder while the build runs.
CHANGES_DATA = "open('data/dataset.yml', 'a').write('# later')"


def test_data_that_change_while_notebooks_run_make_no_report_and_are_not_kept(project):
    before = files(project.report("toy"))
    for id in ("fig_toy", "table_toy"):
        path = project.notebooks / f"{id}.ipynb"
        path.write_text(path.read_text(encoding="utf-8").replace("1 + 1", CHANGES_DATA), encoding="utf-8")
    prepared = prepare(project, Request(project.root / "params" / "toy.yml", jobs=1), dataset)
    with pytest.raises(InputError, match=r"data/dataset.yml: changed while the build ran; build again"):
        list(build_all([prepared], Heard(), None) if not prepared.must_run else _built(prepared))
    assert files(project.report("toy")) == before
    cache = Cache(project.cache)
    assert all(cache.find(decision.task.key) is None for decision in prepared.decisions if not decision.kept)


def _built(prepared):
    from hcc_analysis.report.build import build

    return [build(prepared, Heard())]


def test_a_new_file_among_the_data_is_a_change(project):
    prepared = prepare(project, Request(project.root / "params" / "toy.yml"), dataset)
    assert stands(prepared)
    prepared.snapshot.require_unchanged()
    (project.root / "data" / "adae.csv").touch()
    with pytest.raises(InputError, match=r"adae.csv: changed while the build ran"):
        prepared.snapshot.require_unchanged()


@pytest.mark.slow
def test_two_builds_at_once_leave_one_whole_report(project):
    for _ in range(3):
        both = [start(project, "--force") for _ in range(2)]
        assert [finished(process)[0] for process in both] == [0, 0]
        assert whole(project.report("toy"))
        assert sorted(path.name for path in project.reports.iterdir()) == ["toy"]


def test_clean_leaves_what_a_link_leads_to(project, tmp_path, monkeypatch):
    from hcc_analysis.report.command import remove_reports

    elsewhere = tmp_path / "elsewhere"
    project.report("toy").rename(elsewhere)
    project.report("toy").symlink_to(elsewhere)
    monkeypatch.chdir(project.root)
    before = files(elsewhere)
    remove_reports(None)
    assert files(elsewhere) == before


def test_a_report_that_is_a_link_is_replaced_and_its_target_left(project, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    project.report("toy").rename(elsewhere)
    project.report("toy").symlink_to(elsewhere)
    before = files(elsewhere)
    change_a_notebook(project)
    run(project)
    assert files(elsewhere) == before
    assert not project.report("toy").is_symlink()
    assert whole(project.report("toy"))


@pytest.fixture
def decimal_comma(tmp_path):
    """A locale with decimal commas, made if the system has none."""
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"],
        capture_output=True,
        check=False,
    )
    if not made or made.returncode:
        pytest.skip("no locale with decimal commas can be made here")
    return {"LC_ALL": "de_DE.UTF-8", "LOCPATH": str(tmp_path)}


NUMBERS = """
import locale, sys
locale.setlocale(locale.LC_ALL, "")
assert locale.localeconv()["decimal_point"] == ",", locale.localeconv()
from pathlib import Path
from types import SimpleNamespace
from hcc_analysis.endpoints.time_to_event import OVERALL_SURVIVAL, derive
from hcc_analysis.analyses.survival import survival, survival_method
from hcc_analysis.outputs.figures.kaplan_meier import km_figure
from hcc_analysis.report.export_command import run_export
from hcc_analysis.trial import load_trial
run_export(Path(sys.argv[1]), Path(sys.argv[2]), "dataset-json,xpt,csv")
for format in ("dataset-json", "xpt", "csv"):
    trial = load_trial(Path(sys.argv[2]) / format)
os = survival(derive(trial, OVERALL_SURVIVAL), survival_method("spss"))
figure = km_figure({os.label: os.curve}, rates_at=[6, 12], time_label="x", survival_label="y")
sys.stdout.write(repr(os.median.estimate) + figure.svg)
"""


@pytest.mark.slow
def test_a_locale_with_decimal_commas_changes_nothing(decimal_comma, tmp_path):
    data = ROOT / "data" / "reconstructed"
    said, exported = [], []
    for name, setting in (("comma", decimal_comma), ("point", {"LC_ALL": "C.UTF-8"})):
        code = NUMBERS if name == "comma" else NUMBERS.replace('== ","', '== "."')
        out = tmp_path / name
        ran = subprocess.run(
            [sys.executable, "-c", code, str(data), str(out)],
            env=os.environ | setting | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        said.append(ran.stdout.replace(str(out), "out"))
        exported.append({path.relative_to(out): path.read_bytes() for path in files(out)})
    assert said[0] == said[1]
    assert exported[0] == exported[1]
