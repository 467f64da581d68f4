// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { ApiError } from "../../api/errors";
import { setStage, show } from "../../ui/stage";
import { Outcomes } from "./Outcomes";

setStage();

test.each([
  [503, "the model 'churn' is not ready", "The deployment, or this version of it, is not ready."],
  [400, "x has 2 values", "In the program’s own words: x has 2 values"],
])("a refusal with the status %i says %s in words", (status, error, words) => {
  show(<Outcomes of={[{ target: 2, error: new ApiError(status, { error }) }]} />);
  const result = within(screen.getByRole("region", { name: "Result" }));
  expect(result.getByRole("heading").textContent).toBe("Version 2");
  expect(result.getByRole("alert").textContent).toBe(`Error${words}`);
});

test("a text has the whole of it as its title, a number has none", () => {
  const whole = "a text ".repeat(99);
  const outputs = [
    { name: "u", datatype: "BYTES", shape: [2], data: ["short", whole] },
    { name: "y", datatype: "INT64", shape: [1], data: [7] },
  ];
  show(<Outcomes of={[{ target: 0, answer: { version: "1", outputs, tookMs: 1 } }]} />);
  expect(screen.getAllByRole("cell").map(({ title, className }) => [title, className])).toEqual([
    ["short", "text"],
    [whole, "text"],
    ["", ""],
  ]);
});
