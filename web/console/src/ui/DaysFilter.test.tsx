// @vitest-environment happy-dom
import { act, fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { DaysFilter } from "./DaysFilter";
import { setStage, show } from "./stage";
import { useAddress } from "./useAddress";

function Page() {
  const { values, set } = useAddress(["from", "to"]);
  return <DaysFilter label="Days" from={values.from} to={values.to} onChange={set} />;
}

/** Typed and left by Enter; the address has it at once, the page shows it with the next drawing. */
function type(name: string, day: string) {
  const field = screen.getByRole("textbox", { name });
  fireEvent.mouseDown(field);
  fireEvent.change(field, { target: { value: day } });
  fireEvent.keyDown(field, { key: "Enter", code: "Enter", keyCode: 13 });
}

setStage();

test.each([
  [
    "both in one go, crossed",
    "",
    [
      ["First day", "2026-03-09"],
      ["Last day", "2026-03-02"],
    ],
    "?from=2026-03-02&to=2026-03-02",
  ],
  [
    "both in one go, the last one first",
    "",
    [
      ["Last day", "2026-03-02"],
      ["First day", "2026-03-09"],
    ],
    "?to=2026-03-09&from=2026-03-09",
  ],
  [
    "a first day behind the last",
    "?from=2026-03-01&to=2026-03-05",
    [["First day", "2026-03-09"]],
    "?from=2026-03-09&to=2026-03-09",
  ],
  [
    "a last day before the first",
    "?from=2026-03-03&to=2026-03-05",
    [["Last day", "2026-03-02"]],
    "?from=2026-03-02&to=2026-03-02",
  ],
  [
    "days that do not cross",
    "?from=2026-03-03&to=2026-03-05",
    [["Last day", "2026-03-03"]],
    "?from=2026-03-03&to=2026-03-03",
  ],
  ["a span that is no day", "?from=24h", [["Last day", "2026-03-03"]], "?to=2026-03-03"],
] as const)("%s", async (_, at, days, search) => {
  const { router } = show(<Page />, { at: `/${at}` });
  await act(async () => {
    for (const [name, day] of days) type(name, day);
  });
  expect(router.state.location.search).toBe(search);
});

test.each([
  ["a field that was emptied is so once it is left", ["empty", "leave"], false],
  [
    "a day that is picked stays, though the field was emptied before",
    ["enter", "empty", "pick", "leave", "enter", "leave"],
    true,
  ],
  ["so it does where the empty field was left", ["empty", "leave", "enter", "pick", "leave", "enter", "leave"], true],
])("%s", async (_, steps, hasDay) => {
  const { user, router } = show(<Page />, { at: "/?from=2026-03-09" });
  const field = screen.getByRole<HTMLInputElement>("textbox", { name: "First day" });
  const acts: Record<string, () => Promise<void>> = {
    enter: () => user.click(field),
    empty: () => user.clear(field),
    pick: () => user.click(document.querySelector("td.ant-picker-cell-in-view") as Element),
    leave: () => user.click(document.body),
  };
  for (const step of steps) await acts[step]?.();
  expect(field.value).toMatch(hasDay ? /-\d\d-01$/ : /^$/);
  expect(router.state.location.search).toBe(hasDay ? `?from=${field.value}` : "");
});
