"""Compiles the busiest modules of the relay and of inference ahead with mypyc, and takes them away once sources change.

compiled.py build [--into SRC]    needs a C compiler and Python's headers
compiled.py drop-stale            nothing where nothing is compiled
compiled.py drop
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from relaydesk.compiled import INFERENCE, MANIFEST, RELAY, fingerprint, is_stale, libraries

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
# Of the modules on the way of each request those that mypyc can take: no msgspec structs, no async generators, no
# classes that others outside of this list inherit from.
MODULES = {
    RELAY: (
        "accounting/tail",
        "accounting/counting",
        "accounting/spoken",
        "accounting/usage",
        "authenticate",
        "blame/holds",
        "budgets/estimate",
        "budgets/leases",
        "choose",
        "core",
        "exchange",
        "front",
        "journal/ids",
        "journal/reader",
        "journal/writer",
        "limit",
        "loop/fiber",
        "loop/outbox",
        "metrics",
        "pools/pool",
        "pools/ring",
        "pools/urn",
        "retry",
        "routing/keys",
        "routing/legs",
        "rules/conditions",
        "rules/engine",
        "rules/live",
        "rules/tree",
        "server/admission",
        "server/call",
        "server/keyed",
        "server/own",
        "server/passing",
        "server/pieces",
        "server/protocol",
        "server/visit",
        "stream",
        "upstream/connection",
        "upstream/leg",
        "upstream/pool",
        "wire/date",
        "wire/density",
        "wire/heads",
        "wire/ours",
        "wire/translate/usage",
    ),
    INFERENCE: (
        "figures",
        "fleet",
        "front",
        "host",
        "link",
        "live",
        "paths",
        "process",
        "replica/serving",
        "replica/tensors",
        "watch",
        "wire/frames",
    ),
}


def build(into: Path) -> None:
    """Compile in a place of its own and put the result beside the sources in `into`: all of it or nothing."""
    if any(libraries(into)) and not is_stale(into):
        print("All is compiled already.")
        return
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        sys.exit("Python's headers are missing: install them (Debian: python3-dev) and try again.")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        left_out = shutil.ignore_patterns("static", "*.so", "*.pyc")
        shutil.copytree(SRC / "relaydesk", place / "relaydesk", ignore=left_out)
        shutil.copy(ROOT / "pyproject.toml", place)
        (place / "setup.cfg").write_text("[build_ext]\nparallel = 1\n")  # on every processor
        command = [
            str(Path(sys.executable).with_name("mypyc")),
            *(f"{part}/{name}.py" for part, names in MODULES.items() for name in names),
        ]
        # no warnings of generated code: looking for them takes longer than compiling without optimisation
        flags = f"{os.environ.get('CFLAGS', '')} -Wno-all".strip()
        env = {"MYPYC_OPT_LEVEL": "3", **os.environ, "CFLAGS": flags}
        done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"It could not be compiled:\n{(done.stdout + done.stderr)[-4000:]}")
        shutil.rmtree(place / "build")
        drop(into)
        made = list(libraries(place))
        for library in made:
            shutil.copy(library, into / library.relative_to(place))
    (into / MANIFEST).write_text(json.dumps(fingerprint(SRC), indent=1))
    print(f"{len(made) - 1} modules are compiled now.")


def drop(src: Path) -> None:
    (src / MANIFEST).unlink(missing_ok=True)
    for library in libraries(src):
        library.unlink()


def drop_stale(src: Path) -> None:
    if is_stale(src):
        drop(src)
        print("What was compiled has changed since: it runs from its sources. `make compile` compiles it again.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["build", "drop-stale", "drop"])
    parser.add_argument("--into", type=Path, default=SRC, help="where the sources are that it goes beside")
    asked = parser.parse_args()
    {"build": build, "drop-stale": drop_stale, "drop": drop}[asked.command](asked.into)


if __name__ == "__main__":
    main()
