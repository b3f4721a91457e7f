"""The developer's door: makes `.venv`, installs what is pinned, runs the project.

Only the standard library is used here, so a fresh clone needs nothing but Python.
"""

from __future__ import annotations  # lets an older Python read on to our sentence

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".installed"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
OLDEST_PYTHON = (3, 11)

QT_FILES = (
    "lib/libQt6Widgets.so.6",
    "lib/libQt6PrintSupport.so.6",
    "lib/libQt6PdfWidgets.so.6",
    "lib/libQt6Svg.so.6",
    "plugins/platforms/libqxcb.so",
    "plugins/platforms/libqoffscreen.so",
    "plugins/printsupport/libcupsprintersupport.so",
)
DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
SYSTEM_TEST_PACKAGES = {
    "at-spi2-core": "/usr/libexec/at-spi-bus-launcher",
    "cups": "cupsd",
    "cups-client": "lp",
    "dbus": "dbus-run-session",
    "gnome-keyring": "gnome-keyring-daemon",
    "libreoffice-calc-nogui": "soffice",
    "openbox": "openbox",
    "poppler-utils": "pdftoppm",
    "printer-driver-cups-pdf": "/usr/lib/cups/backend/cups-pdf",
    "qpdf": "qpdf",
    "xdotool": "xdotool",
    "xvfb": "Xvfb",
    "zbar-tools": "zbarimg",
}
"""Debian package -> a program of it, by name or place, that shows it is there."""
SIDE_BY_SIDE = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile")
"""Tests run on every core, those of one file after each other."""


class Stopped(Exception):
    """The work cannot go on; the text says why and what to type."""


def setup(_arguments: Sequence[str]) -> int:
    """make .venv and install the pinned packages and the project"""
    require_python()
    if is_installed():
        print("Everything is installed already.")
    else:
        make_venv()
        install_packages()
    require_qt_libraries()
    return 0


def demo(arguments: Sequence[str]) -> int:
    """open the window on a throw-away vault of made-up cases"""
    setup(())
    return run_python("-m", "isteam_app", "demo", *arguments)


def test(arguments: Sequence[str]) -> int:
    """run the checks, then pytest (with its own arguments, if any are given)"""
    setup(())
    missing = [] if arguments else install_system_test_packages()
    worst = check_sources()
    chosen = list(arguments) or ["-q", "-rs", *SIDE_BY_SIDE]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    worst = max(worst, run_python("-m", "pytest", *chosen, environment=environment))
    if missing:
        print(f"Skipped, because not installed here: tests of {', '.join(missing)}.")
    return worst


def check(_arguments: Sequence[str]) -> int:
    """run ruff, ruff format --check, mypy and import-linter"""
    setup(())
    return check_sources()


def bench(arguments: Sequence[str]) -> int:
    """run the benchmark NAME, or every one, against its promise"""
    return run_each("benchmarks", "benchmark", arguments)


def faults(arguments: Sequence[str]) -> int:
    """break what NAME is about, or everything, and see that all is kept (--short)"""
    return run_each("faults", "fault run", arguments)


def bundle(_arguments: Sequence[str]) -> int:
    """build the program as a folder that needs no Python, and let it test itself"""
    setup(())
    code = run_python("-m", "PyInstaller", "--noconfirm", "build.spec")
    return code or try_bundle(ROOT / "dist" / "isteam")


def lock(_arguments: Sequence[str]) -> int:
    """pin every package anew, with hashes, for every platform (needs uv)"""
    uv = shutil.which("uv", path=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    if not uv:
        raise Stopped(f"uv is not installed. Type: {PYTHON} -m pip install uv")
    return run(
        uv,
        *("pip", "compile", "pyproject.toml", "--group", "dev", "--quiet"),
        *("--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-header", "--output-file", LOCK.name),
    )


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": setup,
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "faults": faults,
    "bundle": bundle,
    "lock": lock,
}


def require_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        have = ".".join(map(str, sys.version_info[:3]))
        raise Stopped(
            f"ISTeam needs Python {needed} or later, and this is {have}. "
            f"Type: python{needed} dev.py {' '.join(sys.argv[1:])}"
        )


def fingerprint() -> str:
    """What the environment was made from and for; another value means: again."""
    parts = [
        LOCK.read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        str(ROOT).encode(),
        sys.version.encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_installed() -> bool:
    return (
        PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == fingerprint()
    )


def make_venv() -> None:
    if runs(PYTHON, "-m", "pip", "--version"):
        return
    missing = [
        name for name in ("venv", "ensurepip") if not importlib.util.find_spec(name)
    ]
    if missing:
        install_on_debian(
            [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"],
            f"This Python lacks its own {' and '.join(missing)}.",
        )
    print("Making .venv")
    links = "--copies" if WINDOWS else "--symlinks"
    if run(sys.executable, "-m", "venv", "--clear", links, VENV):
        raise Stopped(
            "The virtual environment could not be made; Python's words are above."
        )


def install_packages() -> None:
    print("Installing the pinned packages; the first time takes a minute or so")
    options = ("--quiet", "--no-input", "--disable-pip-version-check")
    pip_install(
        *options,
        *("--progress-bar", "off", "--only-binary", ":all:"),
        *("--require-hashes", "-r", LOCK),
    )
    pip_install(*options, *("--no-deps", "--no-build-isolation", "--editable", ROOT))
    STAMP.write_text(fingerprint(), encoding="utf-8")


def pip_install(*arguments: str | Path) -> None:
    outcome = subprocess.run(
        [PYTHON, "-m", "pip", "install", *arguments],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if outcome.returncode:
        print(outcome.stderr, file=sys.stderr)
        raise Stopped(why_pip_failed(outcome.stderr))


def why_pip_failed(words: str) -> str:
    """Say in one sentence what pip's words, printed above, come down to."""
    if "do not match the hashes" in words.lower():
        return (
            "A package is not the one that was pinned, and was not installed. "
            "Do not go round this: find out where it came from."
        )
    if re.search(r"connection|timed out|resolve|unreachable|proxy|SSL", words, re.I):
        return (
            "The package index could not be reached. Check the network (and pip's "
            "proxy and certificate settings), then run the same command again; it "
            "goes on where it stopped."
        )
    return "A package could not be installed; pip's own words are above."


def require_qt_libraries() -> None:
    """Find out by trying which system libraries the window lacks."""
    missing = missing_qt_libraries()
    if not missing:
        return
    unknown = sorted(name for name in missing if name not in DEBIAN_PACKAGES)
    packages = sorted({DEBIAN_PACKAGES[name] for name in missing - set(unknown)})
    sentence = f"Qt lacks these system libraries: {', '.join(sorted(missing))}."
    if unknown:
        raise Stopped(f"{sentence} No Debian package is known for {unknown[0]}.")
    install_on_debian(packages, sentence)
    left = missing_qt_libraries()
    if left:
        raise Stopped(f"Qt still lacks {', '.join(sorted(left))}.")


def missing_qt_libraries() -> set[str]:
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return set()
    found = package_folder("PySide6")
    files = [found / "Qt" / name for name in QT_FILES]
    outcome = subprocess.run(
        ["ldd", *(file for file in files if file.exists())],
        capture_output=True,
        text=True,
        check=False,
    )
    return set(re.findall(r"^\s*(\S+) => not found", outcome.stdout, re.M))


def package_folder(package: str) -> Path:
    """Where the environment keeps a package, found without importing it."""
    libraries = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return libraries / "site-packages" / package


def install_system_test_packages() -> list[str]:
    """Install what the tests of the real system drive; name what stays missing."""
    missing = missing_test_packages()
    if missing and can_install():
        print(f"Installing for the tests of the real system: {' '.join(missing)}")
        apt_install(missing)
        missing = missing_test_packages()
    return missing


def missing_test_packages() -> list[str]:
    if not sys.platform.startswith("linux"):
        return sorted(SYSTEM_TEST_PACKAGES)
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    return [
        package
        for package, program in SYSTEM_TEST_PACKAGES.items()
        if not shutil.which(program, path=path) and not Path(program).is_file()
    ]


def can_install() -> bool:
    return not WINDOWS and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install_on_debian(packages: list[str], sentence: str) -> None:
    """Install as root on a Debian-like system; elsewhere print what to type."""
    command = f"apt-get install {' '.join(packages)}"
    if not can_install():
        raise Stopped(f"{sentence} On Debian and Ubuntu type: sudo {command}")
    print(f"{sentence} Installing: {' '.join(packages)}")
    if apt_install(packages):
        raise Stopped(f"{sentence} They could not be installed by: {command}")


def apt_install(packages: list[str]) -> int:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ("--yes", "--quiet=2", "--no-install-recommends")
    run("apt-get", "--quiet=2", "update", environment=environment)
    return run("apt-get", "install", *options, *packages, environment=environment)


def check_sources() -> int:
    """Run every check, and return the worst exit code of them."""
    steps = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
    )
    worst = 0
    for name, *arguments in steps:
        print(f"== {' '.join([name, *arguments])}", flush=True)
        worst = max(worst, run(BIN / name, *arguments))
    return worst


def run_each(package: str, noun: str, arguments: Sequence[str]) -> int:
    """Run the modules of a package that are named, or all, and return the worst code.

    What begins with a dash goes to each of them.
    """
    setup(())
    options = [given for given in arguments if given.startswith("-")]
    names = [given for given in arguments if not given.startswith("-")]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    return max(
        (
            run_python("-m", f"{package}.{name}", *options, environment=environment)
            for name in chosen(package, noun, names)
        ),
        default=0,
    )


def chosen(package: str, noun: str, wanted: Sequence[str]) -> list[str]:
    """The modules of a package that were asked for, or all of them."""
    files = (ROOT / package).glob("*.py")
    names = sorted(file.stem for file in files if not file.stem.startswith("_"))
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        raise Stopped(
            f"There is no {noun} named {', '.join(unknown)}. "
            f"There are: {', '.join(names) or 'none yet'}."
        )
    return list(wanted) or names


def try_bundle(folder: Path) -> int:
    """Run the bundle where nothing helps it: odd path, empty environment."""
    pictures = ROOT / "out" / "bundle-tour"
    with tempfile.TemporaryDirectory(prefix="isteam bundle Ł ") as odd:
        copy = Path(odd) / "ISTeam program"
        shutil.copytree(folder, copy, symlinks=True)
        program = copy / ("isteam-cli.exe" if WINDOWS else "isteam")
        # Windows starts no program without these two
        needed = {"SYSTEMROOT", "SYSTEMDRIVE"} if WINDOWS else set()
        bare = {name: value for name, value in os.environ.items() if name in needed}
        code = run(program, "self-test", environment=bare, folder=copy)
        tour = ("demo", "--tour", pictures)
        return code or run(program, *tour, environment=bare, folder=copy)


def run_python(*arguments: str, environment: dict[str, str] | None = None) -> int:
    return run(PYTHON, *arguments, environment=environment)


def run(
    *command: str | Path,
    environment: dict[str, str] | None = None,
    folder: Path = ROOT,
) -> int:
    """Run a command in sight of the person; a signal counts as a failure."""
    sys.stdout.flush()
    outcome = subprocess.run(command, cwd=folder, env=environment, check=False)
    code = outcome.returncode
    return code if code >= 0 else 128 - code


def runs(*command: str | Path) -> bool:
    try:
        outcome = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    return outcome.returncode == 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="dev.py",
        usage="dev.py command [its own arguments]",
        description="Sets the project up and runs it.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(
            f"  {name:8} {command.__doc__}" for name, command in COMMANDS.items()
        ),
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command")
    chosen = parser.parse_args(arguments[:1])
    try:
        return COMMANDS[chosen.command](arguments[1:])
    except Stopped as reason:
        print(f"dev.py: {reason}", file=sys.stderr)
    except KeyboardInterrupt:
        print("dev.py: stopped.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
