"""Tools: their definitions and the choice between them, both ways.

OpenAI's function tools are Anthropic's client tools. Tools that a vendor runs itself, OpenAI's custom tools and
`allowed_tools` have no counterpart. `cache_control` is kept towards Anthropic; towards OpenAI it, `defer_loading`,
`eager_input_streaming` and `input_examples` are hints and are dropped.
"""

from typing import Any

import msgspec

from relaydesk.gateway.relay.wire.translate.errors import UntranslatableError

_NOTHING_TO_FILL_IN = {"type": "object", "properties": {}}
_ANTHROPIC_CHOICE = {"auto": "auto", "none": "none", "required": "any"}
_OPENAI_CHOICE = {"auto": "auto", "none": "none", "any": "required"}


class Function(msgspec.Struct):
    name: str
    description: str | None = None
    parameters: msgspec.Raw = msgspec.Raw(b"null")
    strict: bool | None = None
    cache_control: dict[str, Any] | None = None


class FunctionTool(msgspec.Struct):
    """A tool as OpenAI defines it; clients that mean Anthropic's cache mark it for that here or in its function."""

    type: str
    function: Function | None = None
    cache_control: dict[str, Any] | None = None


class _Named(msgspec.Struct):
    name: str


class NamedChoice(msgspec.Struct):
    """OpenAI's choice of one function."""

    type: str
    function: _Named | None = None


class ClientTool(msgspec.Struct):
    """A tool as Anthropic defines it."""

    name: str = ""
    type: str | None = None
    description: str | None = None
    input_schema: msgspec.Raw = msgspec.Raw(b"null")
    strict: bool | None = None
    allowed_callers: list[str] | None = None


class Choice(msgspec.Struct):
    """Anthropic's `tool_choice`."""

    type: str
    name: str | None = None
    disable_parallel_tool_use: bool | None = None


def client_tools(tools: list[FunctionTool]) -> list[dict[str, Any]]:
    """OpenAI's tools as Anthropic's.

    Raises:
        UntranslatableError: one is not a function.
    """
    return [_client_tool(tool, f"tools[{at}]") for at, tool in enumerate(tools)]


def _client_tool(tool: FunctionTool, field: str) -> dict[str, Any]:
    function = tool.function
    if tool.type != "function" or function is None:
        raise UntranslatableError(f"{field}.type", f"a tool of type '{tool.type}' has no counterpart at Anthropic")
    anthropic_tool: dict[str, Any] = {"name": function.name}
    if function.description is not None:
        anthropic_tool["description"] = function.description
    anthropic_tool["input_schema"] = _input_schema(function.parameters, f"{field}.function.parameters")
    if function.strict is not None:
        anthropic_tool["strict"] = function.strict
    if mark := tool.cache_control or function.cache_control:
        anthropic_tool["cache_control"] = mark
    return anthropic_tool


def _input_schema(parameters: msgspec.Raw, field: str) -> dict[str, Any]:
    """The schema with its type said: OpenAI takes it for granted, Anthropic demands it."""
    try:
        schema = msgspec.json.decode(parameters, type=dict[str, msgspec.Raw] | None)
    except msgspec.ValidationError as error:
        raise UntranslatableError(field, "must be an object") from error
    if not schema:
        return _NOTHING_TO_FILL_IN
    return schema if "type" in schema else {"type": "object", **schema}


def client_choice(choice: str | NamedChoice | None, *, parallel: bool | None, tools: bool) -> dict[str, Any] | None:
    """`tool_choice` and `parallel_tool_calls` in one; None where it need not be said.

    Raises:
        UntranslatableError: a choice among several named tools, or of a custom tool.
    """
    anthropic_choice: dict[str, Any]
    if isinstance(choice, NamedChoice):
        if choice.type != "function" or choice.function is None:
            raise UntranslatableError(
                "tool_choice.type", f"a choice of type '{choice.type}' has no counterpart at Anthropic"
            )
        anthropic_choice = {"type": "tool", "name": choice.function.name}
    elif choice is None:
        anthropic_choice = {"type": "auto"}
    elif choice in _ANTHROPIC_CHOICE:
        anthropic_choice = {"type": _ANTHROPIC_CHOICE[choice]}
    else:
        raise UntranslatableError("tool_choice", f"'{choice}' is not one of auto, none, required")
    if parallel is False and anthropic_choice["type"] != "none":
        anthropic_choice["disable_parallel_tool_use"] = True
    # Anthropic takes no choice where there is nothing to choose from
    if not tools and anthropic_choice["type"] in {"auto", "none"}:
        return None
    return None if choice is None and anthropic_choice == {"type": "auto"} else anthropic_choice


def function_tools(tools: list[ClientTool], *, fills_properties: bool = True) -> list[dict[str, Any]]:
    """Anthropic's tools as OpenAI's; with `fills_properties` a schema without them gets some: OpenAI demands them.

    Raises:
        UntranslatableError: the vendor runs one, or only other tools may call it.
    """
    return [_function_tool(tool, f"tools[{at}]", fills_properties=fills_properties) for at, tool in enumerate(tools)]


def _function_tool(tool: ClientTool, field: str, *, fills_properties: bool) -> dict[str, Any]:
    if tool.type not in {None, "custom"}:
        raise UntranslatableError(f"{field}.type", f"a tool of type '{tool.type}' has no counterpart at OpenAI")
    if not tool.name:
        raise UntranslatableError(f"{field}.name", "is missing")
    if tool.allowed_callers is not None and "direct" not in tool.allowed_callers:
        raise UntranslatableError(f"{field}.allowed_callers", "calls from other tools have no counterpart at OpenAI")
    function: dict[str, Any] = {"name": tool.name}
    if tool.description is not None:
        function["description"] = tool.description
    function["parameters"] = _parameters(tool.input_schema, fills_properties=fills_properties)
    if tool.strict is not None:
        function["strict"] = tool.strict
    return {"type": "function", "function": function}


def _parameters(schema: msgspec.Raw, *, fills_properties: bool) -> Any:
    if bytes(schema) == b"null":
        return _NOTHING_TO_FILL_IN
    if not fills_properties or b'"properties"' in bytes(schema):
        return schema
    try:
        read = msgspec.json.decode(schema, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        return schema
    return {**read, "properties": {}} if bytes(read.get("type", msgspec.Raw(b'"object"'))) == b'"object"' else schema


def function_choice(choice: Choice) -> dict[str, Any]:
    """`tool_choice` as the fields of an OpenAI request.

    Raises:
        UntranslatableError: a type that Anthropic's format does not have.
    """
    fields: dict[str, Any]
    if choice.type == "tool" and choice.name:
        fields = {"tool_choice": {"type": "function", "function": {"name": choice.name}}}
    elif choice.type in _OPENAI_CHOICE:
        fields = {"tool_choice": _OPENAI_CHOICE[choice.type]}
    else:
        raise UntranslatableError("tool_choice", f"'{choice.type}' is not one of auto, none, any, tool with a name")
    return fields | ({"parallel_tool_calls": False} if choice.disable_parallel_tool_use else {})
