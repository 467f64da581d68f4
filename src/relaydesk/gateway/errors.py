"""What can go wrong with the gateway's own things: upstreams, keys, routes, rules, prices, scripts, logged requests."""

from relaydesk.kernel.errors import Conflict, FieldTaken, NotFound, Unavailable


class UpstreamNotFound(NotFound):
    """There is no upstream {upstream_id}."""

    code = "UPSTREAM_NOT_FOUND"


class UpstreamNameTaken(FieldTaken):
    """There is an upstream named '{name}' already."""

    code = "UPSTREAM_NAME_TAKEN"
    field = "name"


class UpstreamInUse(Conflict):
    """The upstream {upstream_id} cannot go while these routes lead to it: {models}."""

    code = "UPSTREAM_IN_USE"


class KeysRest(Conflict):
    """The address of upstream {name} has changed: give its keys again, or have an owner confirm the change."""

    code = "UPSTREAM_KEYS_REST"


class UpstreamMoved(Conflict):
    """The upstream points to {base_url} by now; look at it again."""

    code = "UPSTREAM_MOVED"


class UpstreamKeyNotFound(NotFound):
    """There is no upstream key {key_id}."""

    code = "UPSTREAM_KEY_NOT_FOUND"


class UpstreamKeyKnown(FieldTaken):
    """The upstream {upstream_id} has this key already."""

    code = "UPSTREAM_KEY_KNOWN"
    field = "key_value"


class RouteNotFound(NotFound):
    """There is no route {route_id}."""

    code = "ROUTE_NOT_FOUND"


class RouteModelTaken(FieldTaken):
    """There is a route for the model '{model}' already."""

    code = "ROUTE_MODEL_TAKEN"
    field = "model"


class RouteModelAliased(FieldTaken):
    """A deployment is named '{model}' already, and requests for that model go to it."""

    code = "ROUTE_MODEL_ALIASED"
    field = "model"


class RouteAliasTaken(FieldTaken):
    """There is a route for the model '{name}' already, so nothing else can have its name."""

    code = "ROUTE_ALIAS_TAKEN"
    field = "name"


class RouteInUse(Conflict):
    """These deployments are of the route: {deployments}. Delete them first."""

    code = "ROUTE_IN_USE"


class ModelOfAssistants(Conflict):
    """These assistants speak by the model '{model}': {assistants}. Give them another one first."""

    code = "MODEL_OF_ASSISTANTS"


class RuleNotFound(NotFound):
    """There is no rule {rule_id}."""

    code = "RULE_NOT_FOUND"


class RuleNameTaken(FieldTaken):
    """There is a rule named '{name}' already."""

    code = "RULE_NAME_TAKEN"
    field = "name"


class PriceNotFound(NotFound):
    """There is no price {price_id}."""

    code = "PRICE_NOT_FOUND"


class PriceKnown(FieldTaken):
    """There is a price for '{model}' there already."""

    code = "PRICE_KNOWN"
    field = "model"


class ScriptNotFound(NotFound):
    """There is no script {script_id}."""

    code = "SCRIPT_NOT_FOUND"


class ScriptVersionNotFound(NotFound):
    """The script {script_id} has no version {version}."""

    code = "SCRIPT_VERSION_NOT_FOUND"


class ScriptNameTaken(FieldTaken):
    """There is a script named '{name}' already."""

    code = "SCRIPT_NAME_TAKEN"
    field = "name"


class ScriptMoved(Conflict):
    """Version {version} of the script has been saved meanwhile; look at it first."""

    code = "SCRIPT_MOVED"


class ScriptSandboxBusy(Unavailable):
    """The script could not be tried now; send the request again."""

    code = "SCRIPT_SANDBOX_BUSY"


class LoggedRequestNotFound(NotFound):
    """There is no logged request {request_id}."""

    code = "LOGGED_REQUEST_NOT_FOUND"
