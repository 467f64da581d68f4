// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import Icon from "./Icon";
import { setStage, show } from "./stage";

const DRAWN = { name: "search", theme: "outlined", icon: { tag: "svg", attrs: { viewBox: "0 0 1 1" } } } as const;

setStage();

test("an icon beside words adds none to them; one that stands for words is called what it is given", () => {
  show(
    <>
      <button type="button">
        <Icon icon={DRAWN} /> Find
      </button>
      <Icon icon={DRAWN} aria-label="Found" />
    </>,
  );
  expect(screen.getByRole("button", { name: "Find" })).toBeDefined();
  expect(screen.getAllByRole("img")).toEqual([screen.getByRole("img", { name: "Found" })]);
});
