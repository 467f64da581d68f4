import { expect, test } from "vitest";
import { type Group, isGroup, newGroup, newLeaf, nodeAt, replaced, toEditor, toTree } from "./tree";

const TREES = [
  { all: [{ status: { in: [429, 503] } }, { body: { contains: "quota" } }] },
  { any: [{ status: { gte: 500 } }, { not: { any: [{ latency_ms: { gt: 5000 } }, { stream: { end: "done" } }] } }] },
  { not: { body: { regex: "a|b" } } },
  { status: { in: [401] } },
  { any: [{ json: { path: "$.a", equals: "429" } }, { json: { path: "$.a", equals: 429 } }] },
  { all: [{ json: { path: "$.a", equals: null } }, { json: { path: "$.a", equals: "plain" } }] },
  { any: [{ header: { name: "x", exists: false } }, { json: { path: "$.a", exists: true } }] },
];

test.each(TREES)("a tree comes out of the editor as it went in: %j", (tree) => {
  expect(toTree(toEditor(tree))).toEqual(tree);
});

test("several bounds of one condition become conditions that must all hold", () => {
  expect(toTree(toEditor({ status: { gte: 500, lte: 599 } }))).toEqual({
    all: [{ status: { gte: 500 } }, { status: { lte: 599 } }],
  });
});

test("what is no number goes to the server as it was typed", () => {
  const leaf = { ...newLeaf(), value: "429, 5xx" };
  expect(toTree(newGroup("any", [leaf]))).toEqual({ status: { in: [429, "5xx"] } });
  expect(toTree({ ...newLeaf("latency_ms"), value: "" })).toEqual({ latency_ms: { gt: "" } });
});

test("a field of the server's leads to its condition", () => {
  const tree = { all: [{ status: { in: [429] } }, { not: { body: { regex: "(" } } }] };
  expect(nodeAt(tree, "condition.all[1].not.body.regex")).toEqual({ body: { regex: "(" } });
  expect(nodeAt(tree, "condition.all[9].body")).toEqual(tree);
  expect(nodeAt(tree, "condition")).toEqual(tree);
});

test("a part is exchanged or taken out wherever it stands", () => {
  const [inner, other] = [newLeaf("body"), newLeaf()];
  const root = newGroup("all", [newGroup("any", [inner, other])]);
  const added = newLeaf("stream");
  const nested = (group: Group) => group.parts.flatMap((part) => (isGroup(part) ? part.parts : [part]));
  expect(nested(replaced(root, inner.id, added))).toEqual([added, other]);
  const without = replaced(root, inner.id, undefined);
  expect(nested(without)).toEqual([other]);
  expect(replaced(without, other.id, undefined).parts).toEqual([]);
});
