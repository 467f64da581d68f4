"""Text from outside meets RE2, or a pattern of the standard library that was looked at: its time is linear.

A new `import re` fails here. Use `re2`; or see that no two repetitions that can take the same characters follow or hold
each other and none stands before a literal without an anchor, then name the module with the reason.
"""

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parent.parent / "src" / "relaydesk"
DISJOINT = "what repeats is parted by characters that it cannot take"
BOUNDED = "repetitions have an upper bound, or the text does"
SINGLE = "one class of characters, repeated or not"
ANCHORED = "each match begins at a literal"
LOOKED_AT = {
    "assistants/turns/tools.py": SINGLE,
    "commerce/catalogue/terms.py": "measured by tests/kernel/test_hostile_text.py",
    "commerce/fake_shopify/filters.py": "a shop for development, which strangers do not reach",
    "commerce/merchants/schemas.py": BOUNDED,
    "commerce/text.py": SINGLE,
    "desk/widget/routes.py": BOUNDED,
    "gateway/extractive/words.py": "measured by tests/kernel/test_hostile_text.py",
    "gateway/imports/litellm.py": SINGLE,
    "gateway/keys/parse.py": SINGLE,
    "gateway/relay/accounting/spellings.py": "measured by tests/kernel/test_hostile_text.py",
    "gateway/relay/accounting/tail.py": ANCHORED,
    "gateway/relay/rules/cooling.py": BOUNDED,
    "gateway/relay/rules/patterns.py": DISJOINT,
    "gateway/relay/scripts/sandbox.py": "runs in the sandbox, within its time",
    "gateway/relay/scripts/views.py": BOUNDED,
    "gateway/relay/server/admission.py": ANCHORED,
    "gateway/relay/server/visit.py": BOUNDED,
    "gateway/relay/wire/openai.py": ANCHORED,
    "gateway/relay/wire/ours.py": ANCHORED,
    "gateway/relay/wire/presets.py": ANCHORED,
    "gateway/relay/wire/stream_usage.py": ANCHORED,
    "gateway/relay/wire/translate/errors.py": ANCHORED,
    "gateway/relay/wire/translate/requests/to_anthropic.py": SINGLE,
    "gateway/rules/dry_run.py": DISJOINT,
    "kernel/observe/metrics.py": "the names of files of our own",
    "kernel/observe/tracing.py": BOUNDED,
    "kernel/outbound.py": SINGLE,
    "registry/batches/routes.py": BOUNDED,
    "settings.py": BOUNDED,
    "tasks/types.py": DISJOINT,
}


def _imports_re(path: Path) -> bool:
    return any(
        (isinstance(node, ast.Import) and any(name.name in {"re", "regex"} for name in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in {"re", "regex"})
        for node in ast.walk(ast.parse(path.read_text()))
    )


def test_each_module_with_patterns_of_the_standard_library_was_looked_at() -> None:
    found = {str(path.relative_to(SRC)) for path in SRC.rglob("*.py") if _imports_re(path)}
    assert found == set(LOOKED_AT)
