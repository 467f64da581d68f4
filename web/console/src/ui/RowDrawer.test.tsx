// @vitest-environment happy-dom
import { act, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { AsOpened } from "./RowDrawer";

interface Row {
  id: number;
  text: string;
}

function Form({ row, isOpen }: { row: Row | undefined; isOpen: boolean }) {
  const [first] = useState(row?.text);
  return <p>{[isOpen ? "open" : "closed", row?.text, `begun with ${first}`].join(", ")}</p>;
}

let turnTo: (row: Row | undefined, isOpen?: boolean) => void;

function Page() {
  const [{ row, isOpen }, set] = useState<{ row: Row | undefined; isOpen: boolean }>({ row: undefined, isOpen: false });
  turnTo = (next, isNextOpen = true) => act(() => set({ row: next, isOpen: isNextOpen }));
  return (
    <AsOpened id={isOpen ? row?.id : undefined} row={row}>
      {(opened, isOpenNow) => <Form row={opened} isOpen={isOpenNow} />}
    </AsOpened>
  );
}

const shown = () => screen.getByRole("paragraph").textContent;

test("a form is of its row as that was opened, until it is opened again or turns to another", () => {
  render(<Page />);
  turnTo({ id: 1, text: "one" });
  const begun = "begun with undefined";
  expect(shown()).toBe(`open, one, ${begun}`);
  turnTo({ id: 1, text: "changed meanwhile" });
  expect(shown()).toBe(`open, one, ${begun}`);
  turnTo({ id: 1, text: "changed again" }, false);
  expect(shown()).toBe(`closed, one, ${begun}`);
  turnTo({ id: 1, text: "changed again" });
  expect(shown()).toBe(`open, changed again, ${begun}`);
  turnTo({ id: 2, text: "two" });
  expect(shown()).toBe("open, two, begun with two");
});
