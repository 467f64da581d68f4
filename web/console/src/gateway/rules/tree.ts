/** Condition trees as the editor holds them: groups of groups and leaves, each leaf with one test and one text. */
import { tried } from "../../tried";
import type { Tree } from "./types";

export const GROUP_KINDS = ["all", "any", "none"] as const;
type GroupKind = (typeof GROUP_KINDS)[number];

export const OPERATORS = {
  status: ["in", "gte", "gt", "lte", "lt"],
  body: ["contains", "regex"],
  json: ["equals", "contains", "regex", "exists", "missing"],
  header: ["equals", "contains", "regex", "exists", "missing"],
  latency_ms: ["gt", "gte", "lt", "lte"],
  stream: ["end"],
} as const;
type Subject = keyof typeof OPERATORS;
type Operator = (typeof OPERATORS)[Subject][number];
export const SUBJECTS = Object.keys(OPERATORS) as Subject[];
export const ENDS = ["truncated", "upstream_error", "client_gone", "done"] as const;

/** `name` is a header's name or a JSON path; `value` is as it was typed. */
export interface Leaf {
  id: string;
  subject: Subject;
  operator: Operator;
  name: string;
  value: string;
}

export interface Group {
  id: string;
  kind: GroupKind;
  parts: Part[];
}

export type Part = Group | Leaf;

let made = 0;
const newId = () => `part-${++made}`;

export const isGroup = (part: Part): part is Group => "parts" in part;

export function newLeaf(subject: Subject = "status"): Leaf {
  const value = { status: "429", latency_ms: "5000", stream: "truncated" }[subject as string] ?? "";
  const name = subject === "json" ? "$.error.code" : "";
  return { id: newId(), subject, operator: OPERATORS[subject][0], name, value };
}

export function newGroup(kind: GroupKind = "any", parts: Part[] = [newLeaf()]): Group {
  return { id: newId(), kind, parts };
}

/** A JSON value as text: texts as they are, unless they would read as something else. */
function asText(value: unknown): string {
  if (typeof value === "string" && fromText(value) === value) return value;
  return JSON.stringify(value);
}

function fromText(text: string): unknown {
  const value = tried((): unknown => JSON.parse(text));
  return value === undefined || (typeof value === "object" && value !== null) ? text : value;
}

function leavesOf(subject: Subject, given: Record<string, unknown>): Leaf[] {
  const name = String(given.name ?? given.path ?? "");
  return Object.entries(given)
    .filter(([key]) => key !== "name" && key !== "path")
    .map(([key, value]) => {
      const operator = key === "exists" ? (value ? "exists" : "missing") : (key as Operator);
      const text = Array.isArray(value) ? value.join(", ") : key === "exists" ? "" : String(value);
      const typed = subject === "json" && key === "equals" ? asText(value) : text;
      return { ...newLeaf(subject), operator, name, value: typed };
    });
}

function partOf(tree: Tree): Part {
  const [kind, value] = Object.entries(tree)[0] ?? ["all", []];
  if (kind === "all" || kind === "any") return newGroup(kind, (value as Tree[]).map(partOf));
  if (kind === "not") {
    const inner = partOf(value as Tree);
    return newGroup("none", isGroup(inner) && inner.kind === "any" ? inner.parts : [inner]);
  }
  const leaves = leavesOf(kind as Subject, value as Record<string, unknown>);
  return leaves.length === 1 ? (leaves[0] as Leaf) : newGroup("all", leaves);
}

/** The server's tree for the editor; its root is always a group. */
export function toEditor(tree: Tree): Group {
  const part = partOf(tree);
  return isGroup(part) ? part : newGroup("all", [part]);
}

function numbersIn(text: string): (number | string)[] {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  return words.map((word) => (/^\d+$/.test(word) ? Number(word) : word));
}

function treeOfLeaf({ subject, operator, name, value }: Leaf): Tree {
  const place = subject === "json" ? { path: name } : subject === "header" ? { name } : {};
  if (operator === "exists" || operator === "missing")
    return { [subject]: { ...place, exists: operator === "exists" } };
  if (subject === "status" || subject === "latency_ms") {
    const numbers = numbersIn(value);
    return { [subject]: { [operator]: operator === "in" ? numbers : (numbers[0] ?? "") } };
  }
  return { [subject]: { ...place, [operator]: subject === "json" && operator === "equals" ? fromText(value) : value } };
}

/** What the server keeps. What was typed wrong goes along: the server says where it is. */
export function toTree(part: Part): Tree {
  if (!isGroup(part)) return treeOfLeaf(part);
  const inner = part.parts.map(toTree);
  const only = inner.length === 1 ? inner[0] : undefined;
  if (part.kind === "none") return { not: only ?? { any: inner } };
  return only ?? { [part.kind]: inner };
}

/** The condition that a field such as `condition.all[1].body.regex` lies in. */
export function nodeAt(tree: Tree, field: string): Tree {
  let node = tree;
  for (const [, name, place] of field.matchAll(/\.(all|any|not)(?:\[(\d+)\])?/g)) {
    const inner = node[name as string];
    const next = place === undefined ? inner : (inner as unknown[] | undefined)?.[Number(place)];
    if (typeof next !== "object" || next === null || Array.isArray(next)) break;
    node = next as Tree;
  }
  return node;
}

/** The group with one part exchanged, or taken out where there is none to take its place, and groups it leaves empty. */
export function replaced(group: Group, id: string, by: Part | undefined): Group {
  const parts = group.parts.flatMap((part) => {
    if (part.id === id) return by ? [by] : [];
    if (!isGroup(part)) return [part];
    const left = replaced(part, id, by);
    return left.parts.length > 0 ? [left] : [];
  });
  return { ...group, parts };
}
