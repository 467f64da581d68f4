import { expect, test } from "vitest";
import { isSame, percentsOf, withoutVersion, withWeight } from "./weights";

const shares = (...weights: number[]) => weights.map((weight, place) => ({ version: place + 1, weight }));

test.each([
  [[1], [100]],
  [
    [3, 1],
    [75, 25],
  ],
  [
    [1, 1, 1],
    [34, 33, 33],
  ],
  [
    [1, 2, 4],
    [14, 29, 57],
  ],
  [
    [1000, 1, 0],
    [100, 0, 0],
  ],
])("weights %s are the percents %s", (weights, percents) => {
  expect(percentsOf(shares(...weights))).toEqual(shares(...percents));
});

test.each([
  [[90, 10], 2, 30, [70, 30]],
  [[60, 30, 10], 3, 40, [40, 20, 40]],
  [[100, 0, 0], 1, 60, [60, 20, 20]],
  [[50, 50, 0], 3, 100, [0, 0, 100]],
  [[33, 33, 34], 1, 0, [0, 49, 51]],
])("of %s version %i gets %i percent", (before, version, weight, after) => {
  expect(withWeight(shares(...before), version, weight)).toEqual(shares(...after));
});

test("whatever is moved, all of it comes to 100", () => {
  for (let weight = 0; weight <= 100; weight += 1) {
    const sum = withWeight(shares(17, 29, 53, 1), 3, weight).reduce((total, share) => total + share.weight, 0);
    expect(sum).toBe(100);
  }
});

test("what a version had goes to the others", () => {
  expect(withoutVersion(shares(50, 30, 20), 1)).toEqual([
    { version: 2, weight: 60 },
    { version: 3, weight: 40 },
  ]);
});

test("traffic is the same in any order", () => {
  expect(isSame(shares(50, 50), shares(50, 50).toReversed())).toBe(true);
  expect(isSame(shares(50, 50), shares(100))).toBe(false);
  expect(isSame(shares(50, 50), shares(60, 40))).toBe(false);
});
