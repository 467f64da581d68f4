"""Writes the shapes of the Python SDK from the OpenAPI document; `--check` says whether they are stale."""

import sys
import tempfile
from pathlib import Path

from datamodel_code_generator.__main__ import Exit
from datamodel_code_generator.__main__ import main as generate

ROOT = Path(__file__).resolve().parent.parent
TYPES = ROOT / "sdks" / "python" / "relaydesk_sdk" / "types.py"
HEADER = '"""The shapes of requests and answers, generated from the OpenAPI document: `make openapi`."""'
OPTIONS = [
    *("--input", str(ROOT / "docs" / "openapi.json"), "--input-file-type", "openapi", "--openapi-scopes", "schemas"),
    *("--output-model-type", "typing.TypedDict", "--target-python-version", "3.11", "--use-standard-collections"),
    *("--use-union-operator", "--use-double-quotes", "--disable-timestamp", "--formatters", "builtin"),
    *("--enum-field-as-literal", "all", "--custom-file-header", HEADER),
]


def generated() -> str:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "types.py"
        if generate([*OPTIONS, "--output", str(output)]) != Exit.OK:
            raise SystemExit("the types of the Python SDK could not be generated")
        return output.read_text()


def main() -> None:
    if "--check" not in sys.argv:
        TYPES.write_text(generated())
    elif TYPES.read_text() != generated():
        raise SystemExit(f"{TYPES.relative_to(ROOT)} is stale: run make openapi")


if __name__ == "__main__":
    main()
