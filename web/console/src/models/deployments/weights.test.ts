import { expect, test } from "vitest";
import { isSame, percentsOf, type Share, weightsOf, withoutVersion, withWeight } from "./weights";

const shares = (...weights: number[]) => weights.map((weight, place) => ({ version: place + 1, weight }));
const weightsIn = (split: Share[]) => split.map(({ weight }) => weight);

test.each([
  [[1], [100]],
  [
    [3, 1],
    [75, 25],
  ],
  [
    [1, 1, 1],
    [33.4, 33.3, 33.3],
  ],
  [
    [1, 2, 4],
    [14.3, 28.6, 57.1],
  ],
  [
    [1000, 1, 0],
    [99.9, 0.1, 0],
  ],
  [
    [1000, 1000, 1, 1, 1],
    [49.8, 49.9, 0.1, 0.1, 0.1],
  ],
  [
    [0, 0],
    [50, 50],
  ],
])("weights %s are the percents %s", (weights, percents) => {
  expect(percentsOf(shares(...weights))).toEqual(shares(...percents));
});

test.each([
  [[90, 10], 2, 30, [70, 30]],
  [[60, 30, 10], 3, 40, [40, 20, 40]],
  [[100, 0, 0], 1, 60, [60, 20, 20]],
  [[50, 50, 0], 3, 100, [0, 0, 100]],
  [[33, 33, 34], 1, 0, [0, 49.3, 50.7]],
  [[1000, 1, 0], 3, 10, [89.9, 0.1, 10]],
  [[1000, 1, 0], 3, 99, [0.9, 0.1, 99]],
])("of %s version %i gets %i percent", (before, version, weight, after) => {
  expect(percentsOf(withWeight(shares(...before), version, weight))).toEqual(shares(...after));
});

test("whatever is moved, all of it comes to 100, in whole numbers as they are sent", () => {
  for (let weight = 0; weight <= 100; weight += 1) {
    const split = weightsOf(withWeight(shares(17, 29, 53, 1), 3, weight));
    const sum = weightsIn(split).reduce((total, one) => total + one, 0);
    expect([100, 1000]).toContain(sum);
    expect(weightsIn(split).every(Number.isInteger)).toBe(true);
    expect(weightsIn(split)[2]).toBe((weight * sum) / 100);
  }
});

test("a small share goes a long way and comes back", () => {
  const moved = [50, 99, 0].reduce((split, percent) => withWeight(split, 3, percent), shares(1000, 1, 0));
  expect(percentsOf(moved)).toEqual(percentsOf(shares(1000, 1, 0)));
});

test.each([
  [shares(1000, 1, 0), [1000, 1, 0]],
  [withWeight(shares(90, 10, 0), 3, 50), [45, 5, 50]],
  [withWeight(shares(1000, 1, 0), 3, 10), [899, 1, 100]],
])("%j is sent as %j", (split, sent) => {
  expect(weightsIn(weightsOf(split))).toEqual(sent);
});

test("what a version had goes to the others", () => {
  expect(percentsOf(withoutVersion(shares(50, 30, 20), 1))).toEqual([
    { version: 2, weight: 60 },
    { version: 3, weight: 40 },
  ]);
  expect(weightsIn(withoutVersion(shares(1000, 1, 0), 3))).toEqual([1000, 1]);
  expect(weightsIn(withoutVersion(shares(100, 0, 0), 1))).toEqual([1, 1]);
});

test("traffic is the same in any order", () => {
  expect(isSame(shares(50, 50), shares(50, 50).toReversed())).toBe(true);
  expect(isSame(shares(50, 50), shares(100))).toBe(false);
  expect(isSame(shares(50, 50), shares(60, 40))).toBe(false);
});
