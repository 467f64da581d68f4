"""A LiteLLM proxy's `config.yaml` as a plan of upstreams, keys and routes. Pure: nothing is looked up or kept.

The format is that of LiteLLM 1.x: `model_list` with `litellm_params`, `router_settings`, `litellm_settings`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import yaml

MOST_MODELS = 2000
MOST_EVENTS, DEEPEST = 300_000, 50
_ENVIRONMENT = "os.environ/"
_STRATEGIES = {"simple-shuffle": "random", "least-busy": "round_robin", "usage-based-routing-v2": "round_robin"}
# Providers that speak one of our two wire formats: base URL and format.
_PROVIDERS = {
    "openai": ("https://api.openai.com/v1", "openai"),
    "text-completion-openai": ("https://api.openai.com/v1", "openai"),
    "anthropic": ("https://api.anthropic.com", "anthropic"),
    "deepseek": ("https://api.deepseek.com/v1", "openai"),
    "groq": ("https://api.groq.com/openai/v1", "openai"),
    "mistral": ("https://api.mistral.ai/v1", "openai"),
    "openrouter": ("https://openrouter.ai/api/v1", "openai"),
    "together_ai": ("https://api.together.xyz/v1", "openai"),
    "fireworks_ai": ("https://api.fireworks.ai/inference/v1", "openai"),
    "xai": ("https://api.x.ai/v1", "openai"),
    "perplexity": ("https://api.perplexity.ai", "openai"),
    "gemini": ("https://generativelanguage.googleapis.com/v1beta/openai", "openai"),
    "dashscope": ("https://dashscope.aliyuncs.com/compatible-mode/v1", "openai"),
    "moonshot": ("https://api.moonshot.cn/v1", "openai"),
    "volcengine": ("https://ark.cn-beijing.volces.com/api/v3", "openai"),
    "ollama": ("http://localhost:11434/v1", "openai"),
    "ollama_chat": ("http://localhost:11434/v1", "openai"),
    "hosted_vllm": ("", "openai"),
    "openai_like": ("", "openai"),
    "lm_studio": ("http://localhost:1234/v1", "openai"),
}


@dataclass(slots=True, frozen=True)
class Note:
    """What is said of a file: in the API's words, and as a reason with its bounds, as of `Invalid.field`."""

    message: str
    reason: str
    bounds: dict[str, str | int]


class UnreadableConfigError(ValueError):
    """The text is no LiteLLM configuration; the note says where."""

    def __init__(self, message: str, *, reason: str, **bounds: str | int) -> None:
        super().__init__(message)
        self.note = Note(message, reason, bounds)


@dataclass(slots=True)
class PlannedUpstream:
    """`keys` are secrets in the order they were named; `place` is the entry that names the address first."""

    name: str
    base_url: str
    format: str
    place: str
    keys: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PlannedTarget:
    upstream: str
    model: str
    weight: int = 1


@dataclass(slots=True)
class PlannedRoute:
    model: str
    targets: list[PlannedTarget] = field(default_factory=list)
    fallbacks: list[PlannedTarget] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What to make. `notes` say what of the file has no like here, or lacks something."""

    upstreams: list[PlannedUpstream] = field(default_factory=list)
    routes: list[PlannedRoute] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    strategy: str = "random"
    max_attempts: int | None = None
    timeout_ms: int | None = None

    def note(self, message: str, *, reason: str, **bounds: str | int) -> None:
        self.notes.append(Note(message, reason, bounds))


def read_config(text: str, environment: Mapping[str, str]) -> Plan:
    """`environment` holds what the file names as `os.environ/NAME`.

    Raises:
        UnreadableConfigError: it is not YAML, or not of the shape.
    """
    try:
        _check_shape(text)
        content = yaml.load(text, _Loader)  # noqa: S506 - a safe loader, with a bound on merges
    except UnreadableConfigError:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if mark is None:
            raise UnreadableConfigError("is not YAML", reason="config_no_yaml") from error
        line = mark.line + 1
        raise UnreadableConfigError(f"is not YAML at line {line}", reason="config_no_yaml_at", line=line) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        # a number of thousands of digits, a date that is none; PyYAML takes apart what a tag says without a look
        raise UnreadableConfigError("has a value that cannot be read", reason="config_value") from error
    if not isinstance(content, dict) or not isinstance(content.get("model_list"), list):
        raise UnreadableConfigError("has no model_list", reason="config_no_models")
    models = content["model_list"]
    if len(models) > MOST_MODELS:
        message = f"names more than {MOST_MODELS} models"
        raise UnreadableConfigError(message, reason="config_models", most=MOST_MODELS)
    plan = Plan()
    for number, entry in enumerate(models, 1):
        _read_model(plan, entry, f"model_list[{number}]", environment)
    settings = {**_section(content, "litellm_settings"), **_section(content, "router_settings")}
    _read_settings(plan, settings)
    if _section(content, "general_settings").get("master_key"):
        message = "general_settings.master_key: make client keys here; that one is not taken over"
        plan.note(message, reason="config_master_key")
    return plan


class _Loader(yaml.CSafeLoader):
    """libyaml's safe loader. Merges (`<<: *anchor`) multiply, so what they come to is counted.

    Numbers in base sixty (`1:30`, YAML 1.1) stay text: PyYAML takes quadratic time for long ones.
    """

    merged = 0

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        super().flatten_mapping(node)
        self.merged += len(node.value)
        if self.merged > MOST_EVENTS:
            raise UnreadableConfigError("merges too much by its anchors", reason="config_merges")


def _number(loader: _Loader, node: yaml.ScalarNode) -> Any:
    if ":" in node.value:
        return node.value
    is_whole = node.tag.endswith(":int")
    return loader.construct_yaml_int(node) if is_whole else loader.construct_yaml_float(node)


for _kind in ("int", "float"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _number)


def _check_shape(text: str) -> None:
    """Bounds what is to be built, before it is: libyaml's composer takes as much stack as a text is deep."""
    depth = aliases = 0
    for number, event in enumerate(yaml.parse(text, yaml.CSafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > DEEPEST or aliases > MOST_MODELS or number > MOST_EVENTS:
            message = "is nested too deep, too large, or has too many aliases"
            raise UnreadableConfigError(message, reason="config_size")


def _section(content: dict[str, Any], name: str) -> dict[str, Any]:
    section = content.get(name)
    return section if isinstance(section, dict) else {}


def _read_model(plan: Plan, entry: Any, where: str, environment: Mapping[str, str]) -> None:
    params = entry.get("litellm_params") if isinstance(entry, dict) else None
    if not isinstance(params, dict) or not entry.get("model_name") or not params.get("model"):
        message = f"{where} needs model_name and litellm_params.model"
        raise UnreadableConfigError(message, reason="config_entry", place=where)
    public, provider_model = str(entry["model_name"]), str(params["model"])
    if "*" in public or "*" in provider_model:
        message = f"{where}: patterns such as '{public}' are not taken over; name the models"
        plan.note(message, reason="config_pattern", place=where, model=public)
        return
    provider, model = _provider_of(provider_model)
    known = _PROVIDERS.get(provider)
    if known is None:
        message = f"{where}: the provider '{provider}' speaks neither OpenAI's nor Anthropic's format"
        plan.note(message, reason="config_provider", place=where, provider=provider)
        return
    base_url = _resolved(params.get("api_base") or params.get("base_url"), environment) or known[0]
    if not base_url:
        plan.note(f"{where}: has no api_base", reason="config_no_address", place=where)
        return
    upstream = _upstream(plan, provider, str(base_url).rstrip("/"), known[1], place=f"{where} ({public})")
    _add_key(plan, upstream, params.get("api_key"), where, environment)
    weight = params.get("weight", 1)
    target = PlannedTarget(upstream.name, model, weight if isinstance(weight, int) and weight >= 0 else 1)
    route = next((r for r in plan.routes if r.model == public), None)
    if route is None:
        route = PlannedRoute(public)
        plan.routes.append(route)
    if all((t.upstream, t.model) != (target.upstream, target.model) for t in route.targets):
        route.targets.append(target)  # several deployments of one place are its keys here
    for limit in ("rpm", "tpm", "max_parallel_requests"):
        if params.get(limit):
            message = f"{where}: {limit} is not taken over; set it as a limit of the upstream or the route"
            plan.note(message, reason="config_limit", place=where, limit=limit)


def _provider_of(provider_model: str) -> tuple[str, str]:
    provider, slash, model = provider_model.partition("/")
    if slash and (provider in _PROVIDERS or re.fullmatch(r"[a-z][a-z0-9_]*", provider)):
        return provider, model
    return ("anthropic" if provider_model.startswith("claude") else "openai"), provider_model


def _upstream(plan: Plan, provider: str, base_url: str, wire_format: str, *, place: str) -> PlannedUpstream:
    for known in plan.upstreams:
        if (known.base_url, known.format) == (base_url, wire_format):
            return known
    host = urlsplit(base_url).hostname or provider
    wanted = provider if _PROVIDERS[provider][0].rstrip("/") == base_url else host
    name = base = re.sub(r"[^A-Za-z0-9._-]+", "-", wanted).strip("-._")[:50] or "upstream"
    taken = {u.name for u in plan.upstreams}
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    made = PlannedUpstream(name, base_url, wire_format, place)
    plan.upstreams.append(made)
    return made


def _add_key(plan: Plan, upstream: PlannedUpstream, api_key: Any, where: str, environment: Mapping[str, str]) -> None:
    if api_key in (None, ""):
        return
    secret = _resolved(api_key, environment)
    if secret is None:
        name = str(api_key).removeprefix(_ENVIRONMENT)
        message = f"{where}: the key is in the variable {name}, which was not given"
        plan.note(message, reason="config_variable", place=where, variable=name)
    elif secret not in upstream.keys:
        upstream.keys.append(secret)


def _resolved(setting: Any, environment: Mapping[str, str]) -> str | None:
    if setting is None:
        return None
    text = str(setting).strip()
    return environment.get(text.removeprefix(_ENVIRONMENT)) if text.startswith(_ENVIRONMENT) else text


def _read_settings(plan: Plan, settings: dict[str, Any]) -> None:
    strategy = str(settings.get("routing_strategy", "simple-shuffle"))
    plan.strategy = _STRATEGIES.get(strategy, "round_robin")
    if strategy not in _STRATEGIES:
        message = f"routing_strategy {strategy}: keys are used in turn instead"
        plan.note(message, reason="config_strategy", strategy=strategy)
    retries, timeout = settings.get("num_retries"), settings.get("request_timeout", settings.get("timeout"))
    if isinstance(retries, int) and 0 <= retries < 20:  # noqa: PLR2004 - what an upstream may be set to
        plan.max_attempts = retries + 1
    if isinstance(timeout, int | float) and 0 < timeout <= 3600:  # noqa: PLR2004 - likewise, an hour
        plan.timeout_ms = int(timeout * 1000)
    by_name = {route.model: route for route in plan.routes}
    aliases = settings.get("model_group_alias")
    for alias, model in aliases.items() if isinstance(aliases, dict) else ():
        name = model.get("model") if isinstance(model, dict) else model
        if (route := by_name.get(str(name))) is not None and str(alias) not in by_name:
            plan.routes.append(PlannedRoute(str(alias), list(route.targets)))
    for model, others in _fallbacks(settings.get("fallbacks")):
        route = by_name.get(model)
        if route is None:
            plan.note(f"fallbacks: there is no model '{model}'", reason="config_fallbacks", model=model)
            continue
        for other in others:
            if other in by_name:
                route.fallbacks += [t for t in by_name[other].targets if t not in route.fallbacks]
            else:
                message = f"fallbacks of '{model}': there is no model '{other}'"
                plan.note(message, reason="config_fallback", model=model, other=other)


def _fallbacks(fallbacks: Any) -> Iterator[tuple[str, list[str]]]:
    for entry in fallbacks if isinstance(fallbacks, list) else ():
        for model, others in entry.items() if isinstance(entry, dict) else ():
            yield str(model), [str(other) for other in others] if isinstance(others, list) else []
