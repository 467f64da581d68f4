"""Calculated query cost and the leaky bucket that pays for it.

An object costs 1, a scalar 0, a connection 2 plus what its `first` or `last` items cost; the requested cost is taken
from the bucket before a query runs, and what its answer did not need is given back (shopify.dev, "Shopify API limits").
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_argument_values,
    get_named_type,
)

VariableValues = Any  # graphql-core keeps the type of coerced variables to itself
Parent = GraphQLObjectType | GraphQLInterfaceType


@dataclass
class LeakyBucket:
    """`maximum` points that come back at `restore_rate` a second. `clock` gives seconds."""

    maximum: float
    restore_rate: float
    clock: Callable[[], float]
    _level: float = field(init=False)
    _read_at: float = field(init=False)

    def __post_init__(self) -> None:
        self._level, self._read_at = self.maximum, self.clock()

    def available(self) -> float:
        now = self.clock()
        self._level = min(self.maximum, self._level + (now - self._read_at) * self.restore_rate)
        self._read_at = now
        return self._level

    def has_taken(self, points: float) -> bool:
        """Takes `points` if they are there."""
        if self.available() < points:
            return False
        self._level -= points
        return True

    def give_back(self, points: float) -> None:
        self._level = min(self.maximum, self.available() + points)

    def drain(self) -> None:
        self.available()
        self._level = 0

    def status(self) -> dict[str, float]:
        return {
            "maximumAvailable": float(self.maximum),
            "currentlyAvailable": int(self.available()),
            "restoreRate": float(self.restore_rate),
        }


@dataclass(frozen=True)
class CostRules:
    """Reckons the cost of one document against the fake's schema."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: VariableValues

    def requested(self, operation: OperationDefinitionNode) -> int:
        return self._operation(operation, None)

    def actual(self, operation: OperationDefinitionNode, data: dict[str, Any]) -> int:
        return self._operation(operation, data)

    def _operation(self, operation: OperationDefinitionNode, data: dict[str, Any] | None) -> int:
        root = self.schema.get_root_type(operation.operation)
        return self._selections(operation.selection_set, root, data) if root else 0

    def _selections(self, selections: SelectionSetNode | None, parent: Parent, data: dict[str, Any] | None) -> int:
        """Fields add up; of fragments on other types the dearest counts, as one object is only one of them."""
        fields, branches = 0, [0]
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                fields += self._field(selection, parent, data)
                continue
            condition, inner = self._fragment(selection)
            kind = self.schema.get_type(condition) if condition else parent
            if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
                continue
            cost = self._selections(inner, kind, data)
            if kind is parent:
                fields += cost
            else:
                branches.append(cost)
        return fields + max(branches)

    def _fragment(self, selection: Any) -> tuple[str | None, SelectionSetNode | None]:
        if isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            return (condition.name.value if condition else None), selection.selection_set
        if isinstance(selection, FragmentSpreadNode):
            for node in self.document.definitions:
                if isinstance(node, FragmentDefinitionNode) and node.name.value == selection.name.value:
                    return node.type_condition.name.value, node.selection_set
        return None, None

    def _field(self, node: FieldNode, parent: Parent, data: dict[str, Any] | None) -> int:
        definition = parent.fields.get(node.name.value)
        kind = get_named_type(definition.type) if definition else None
        if definition is None or not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            return 0
        value = None if data is None else data.get(node.alias.value if node.alias else node.name.value)
        if data is not None and value is None:
            return 0
        if not kind.name.endswith("Connection"):
            return self._objects(node, kind, value)
        arguments = get_argument_values(definition, node, self.variables)
        return 2 + self._items(node, kind, value, arguments.get("first") or arguments.get("last") or 0)

    def _objects(self, node: FieldNode, kind: Parent, value: Any) -> int:
        """A plain list counts as one object, so that a query never turns out dearer than it was reckoned."""
        if isinstance(value, list):
            return max((1 + self._selections(node.selection_set, kind, v) for v in value if v is not None), default=0)
        return 1 + self._selections(node.selection_set, kind, value)

    def _items(self, node: FieldNode, kind: Parent, value: dict[str, Any] | None, size: int) -> int:
        """What the connection's items cost: `size` of them before the query ran, those in `value` after it."""
        total = 0
        for child in self._fields_of(node.selection_set):
            definition = kind.fields.get(child.name.value)
            if child.name.value not in {"nodes", "edges"} or definition is None:
                continue
            item = get_named_type(definition.type)
            if not isinstance(item, GraphQLObjectType | GraphQLInterfaceType):
                continue
            base = 1 if child.name.value == "nodes" else 0  # an edge is free, its node is an object
            if value is None:
                total += size * (base + self._selections(child.selection_set, item, None))
            else:
                entries: Iterable[Any] = value.get(child.alias.value if child.alias else child.name.value) or ()
                total += sum(base + self._selections(child.selection_set, item, entry) for entry in entries)
        return total

    def _fields_of(self, selections: SelectionSetNode | None) -> Iterable[FieldNode]:
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                yield selection
            else:
                yield from self._fields_of(self._fragment(selection)[1])
