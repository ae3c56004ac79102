"""What a process gives up: foreign variables and code, loose files, dumps; and who may read it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from bedside.launch import isolate

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither umask nor limits")
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads another process's /proc")
ROOT = Path(isolate.ROOT)


def ran(
    code: str, *flags: str, cwd: Path = ROOT, environ: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return what a piece of Python prints in an interpreter with these flags and variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, *flags, "-c", code],
        env=kept | dict(environ),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return done.stdout.strip()


NEEDS = (
    "import os; from bedside.launch.isolate import needs_new_interpreter as n; print(n(os.environ))"
)


@pytest.mark.parametrize(
    ("flag", "environ", "needed"),
    [
        ("-P", {}, "False"),
        ("-I", {"PYTHONPATH": "/tmp", "PYTHONINSPECT": "1"}, "False"),
        ("-P", {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}, "False"),
        ("-P", {"PYTHONPATH": "/nowhere"}, "True"),
        ("-P", {"PYTHONDEVMODE": "1"}, "True"),
        ("-P", {"PYTHONWARNINGS": "default"}, "True"),
        ("-P", {"PYTHONPYCACHEPREFIX": "/nowhere"}, "True"),
        ("-P", {"PYTHONOFLATER": "1"}, "True"),
    ],
)
def test_a_new_interpreter_is_needed_only_where_something_could_have_been_loaded(
    flag: str, environ: dict[str, str], needed: str
) -> None:
    assert ran(NEEDS, flag, environ=environ) == needed


def test_a_user_site_counts_unless_bedside_itself_is_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("site.ENABLE_USER_SITE", True)
    monkeypatch.setattr("site.USER_SITE", str(tmp_path))
    assert not isolate.needs_new_interpreter({})
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert isolate.needs_new_interpreter({})
    monkeypatch.chdir("/")
    monkeypatch.setattr(isolate, "ROOT", str(tmp_path))
    assert not isolate.needs_new_interpreter({})


def test_a_module_from_the_working_directory_counts(tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text("")
    assert ran(NEEDS, cwd=tmp_path) == "False"
    assert ran(f"import evil; {NEEDS}", cwd=tmp_path) == "True"


def test_nothing_is_imported_from_the_working_directory_but_bedside(tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text("")
    drop = "import sys; from bedside.launch.isolate import isolate; isolate({}); "
    found = "import importlib.util; print(importlib.util.find_spec('evil') is None)"
    assert ran(drop + found, cwd=tmp_path) == "True"
    assert ran(drop + "import bedside.cli.main; print(bool(sys.path))", cwd=ROOT) == "True"


def test_variables_that_load_code_or_log_keys_are_gone_and_all_others_stay() -> None:
    environ = {"PYTHONPATH": "x", "TEXTUAL_LOG": "y", "PATH": "z", "BEDSIDE_HOME": "home"}
    isolate.isolate(environ, private=False)
    assert environ.pop(isolate.LEFT_OUT) == "PYTHONPATH TEXTUAL_LOG"
    assert environ == {"PATH": "z", "BEDSIDE_HOME": "home"}


def test_what_was_left_out_is_known_by_name_once_and_however_often_that_is_done() -> None:
    environ = {"PYTHONPATH": "x"}
    isolate.isolate(environ, private=False)
    environ["TEXTUAL_LOG"] = "y"
    isolate.isolate(environ, private=False)
    assert isolate.left_out(environ) == ("PYTHONPATH", "TEXTUAL_LOG")
    assert "x" not in environ.values()
    assert isolate.left_out({"PATH": "z"}) == ()


def test_the_clean_command_runs_bedside_with_no_surroundings_at_all(tmp_path: Path) -> None:
    (tmp_path / "textual.py").write_text("raise SystemExit('from here')")
    done = subprocess.run(
        isolate.clean_command(["--version"]),
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("bedside ")


@posix
def test_new_files_are_private_and_no_core_is_dumped() -> None:
    code = "import os, resource; from bedside.launch.isolate import isolate; isolate({{}}, {}); "
    told = "print(oct(os.umask(0)), resource.getrlimit(resource.RLIMIT_CORE))"
    assert ran(code.format(True) + told) == "0o77 (0, 0)"
    kept = oct(os.umask(0o022))
    os.umask(int(kept, 8))
    assert ran(code.format(False) + told) == f"{kept} (0, 0)"


@posix
@pytest.mark.parametrize(
    ("command", "is_private"), [(("walk", "--plain"), True), (("new", "x"), False)]
)
def test_what_educators_write_stays_readable_and_what_is_of_patients_does_not(
    home: Path, tmp_path: Path, command: tuple[str, ...], is_private: bool
) -> None:
    code = f"""
import os, sys
sys.argv[1:] = {list(command)!r}
os.umask(0o022)
from bedside.cli import main
main.run = lambda *_: print(oct(os.umask(0)))
main.main()
"""
    given = {"BEDSIDE_HOME": str(home)}
    assert ran(code, cwd=tmp_path, environ=given).splitlines()[0] == (
        "0o77" if is_private else "0o22"
    )


SECRET = "mem" + "".join(reversed("0ry-n3k0t"))
"""Put together here, so that no file of code holds it."""
BECOME = """
import ctypes, os, sys
from bedside.launch import isolate
if os.getuid() == 0:  # root reads everything anyway: be an account without rights
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as a process is that nobody has hidden
"""
HOLDS = """
import time
if sys.argv[1] == "hidden":
    isolate.hide()
secret = sys.stdin.readline()
print("ready", flush=True)
time.sleep(60)
"""
READS = """
pid, token = sys.argv[1], sys.stdin.readline().strip().encode()
try:
    maps = open(f"/proc/{pid}/maps").read().splitlines()
    memory = open(f"/proc/{pid}/mem", "rb", 0)
except PermissionError:
    print("denied")
    raise SystemExit
for line in maps:
    low, high = (int(part, 16) for part in line.split()[0].split("-"))
    if " r" in line and "[v" not in line:
        try:
            memory.seek(low)
            if token in memory.read(high - low):
                print("read")
                raise SystemExit
        except OSError:
            pass
print("not found")
"""


def piped(code: str, argument: str) -> subprocess.Popen[str]:
    """Start a piece of Python as an account that is not root."""
    command = [sys.executable, "-c", BECOME + code, argument]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)


@linux
@pytest.mark.parametrize(("kind", "came"), [("open", "read"), ("hidden", "denied")])
def test_a_process_of_the_same_account_reads_what_is_not_hidden_and_nothing_else(
    kind: str, came: str
) -> None:
    holder = piped(HOLDS, kind)
    try:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.write(SECRET + "\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == "ready\n"
        said, _ = piped(READS, str(holder.pid)).communicate(SECRET, timeout=30)
        if kind == "open" and said.strip() == "denied":
            pytest.skip("this system lets nobody read another's memory (ptrace_scope)")
        assert said.strip() == came
    finally:
        holder.kill()
        holder.communicate()


class Kernel32:
    """Windows, as far as fault reports go."""

    def __init__(self) -> None:
        """Nothing was set."""
        self.set: list[tuple[str, int]] = []

    def SetErrorMode(self, mode: int) -> int:  # noqa: N802  # Windows' own name
        """Remember it."""
        self.set.append(("errors", mode))
        return 0

    def WerSetFlags(self, flags: int) -> int:  # noqa: N802  # Windows' own name
        """Remember it."""
        self.set.append(("reports", flags))
        return 0


class OldKernel32:
    """Windows before it had such a call."""

    def SetErrorMode(self, mode: int) -> int:  # noqa: N802  # Windows' own name
        """Do nothing."""
        return mode


def test_windows_puts_no_memory_into_a_fault_report() -> None:
    kernel32 = Kernel32()
    isolate.quiet_reports(kernel32)
    assert kernel32.set == [("errors", 0x8003), ("reports", 0x21)]
    isolate.quiet_reports(OldKernel32())  # type: ignore[arg-type]
