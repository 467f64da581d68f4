// @vitest-environment happy-dom
import { cleanup, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { ApiError } from "../../api/errors";
import { PHONE_PX, setStage, show, WIDE_PX } from "../stage";
import type { Columns } from "./columns";
import { FilteredList, ListTable } from "./ListTable";
import type { List } from "./useResource";

interface Row {
  id: number;
  name: string;
  amount: number;
}

const ROWS: Row[] = [
  { id: 1, name: "one", amount: 10 },
  { id: 2, name: "two", amount: 20 },
];
const COLUMNS: Columns<Row> = [
  { title: "Amount", dataIndex: "amount" },
  { title: "Name", key: "name", render: (_, { name }) => name },
  { title: "", key: "actions", render: (_, { name }) => <button type="button">Actions of {name}</button> },
];

const list = (read: Partial<List<Row>>, onOpen?: (row: Row) => void) => (
  <ListTable<Row>
    label="Things"
    list={{ items: ROWS, ...read }}
    columns={COLUMNS}
    empty="No things yet"
    {...(onOpen ? { onOpen } : {})}
  />
);

setStage();

test("while nothing has come, the list is busy and does not say that it is empty", () => {
  show(list({ items: undefined }));
  expect(document.querySelector(".ant-spin-spinning, .ant-skeleton")).not.toBeNull();
  expect(screen.queryByText("No things yet")).toBeNull();
});

test("an error is said in the server's words and tried again", async () => {
  const onRetry = vi.fn();
  const error = new ApiError(503, { code: "NEVER_HEARD", message: "The store is closed." });
  const { user } = show(list({ items: undefined, error, retry: onRetry }));
  expect(screen.getByRole("alert").textContent).toContain("The store is closed.");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("an error that is none of the server's says that it cannot be reached", () => {
  show(list({ items: undefined, error: new TypeError("fetch failed") }));
  expect(screen.getByRole("alert").textContent).not.toContain("fetch failed");
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

test("what has come stays when reading it again fails", () => {
  show(list({ error: new TypeError("fetch failed") }));
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("row", { name: /one/ })).toBeDefined();
});

test("an empty list says so, a page behind the last does not", () => {
  show(list({ items: [] }));
  expect(screen.getByText("No things yet")).toBeDefined();
  show(list({ items: [], page: 3, total: 60 }));
  expect(screen.getAllByText("No things yet")).toHaveLength(1);
});

test("what narrows a list stays while a search that found nothing is cleared", () => {
  const narrowed = (read: Partial<List<Row>>) => (
    <FilteredList<Row>
      label="Things"
      icon={null}
      list={{ items: [], ...read }}
      columns={COLUMNS}
      none={{ title: "No things yet", hint: "" }}
      filters={<input aria-label="Search" />}
    />
  );
  show(narrowed({ isKept: true }));
  expect(screen.getByRole("textbox", { name: "Search" })).toBeDefined();
  expect(screen.queryByText("No things yet")).toBeNull();
  cleanup();
  show(narrowed({}));
  expect(screen.queryByRole("textbox", { name: "Search" })).toBeNull();
});

test("nothing can be pressed that moves away once the list turns out to be empty", () => {
  const acting = (read: Partial<List<Row>>) => (
    <FilteredList<Row>
      label="Things"
      icon={null}
      list={{ items: undefined, ...read }}
      columns={COLUMNS}
      none={{ title: "No things yet", hint: "" }}
      actions={<button type="button">Add thing</button>}
    />
  );
  show(acting({}));
  expect(screen.queryByRole("button", { name: "Add thing" })).toBeNull();
  for (const known of [{ items: [] }, { items: ROWS }, { error: new TypeError("fetch failed") }]) {
    cleanup();
    show(acting(known));
    expect(screen.getAllByRole("button", { name: "Add thing" })).toHaveLength(1);
  }
});

test("a list of several pages says how many there are and goes to the next", async () => {
  const onPage = vi.fn();
  const { user } = show(list({ total: 1234, page: 1, onPage }));
  expect(screen.getByText("1,234 entries")).toBeDefined();
  await user.click(screen.getByTitle("2"));
  expect(onPage).toHaveBeenCalledWith(2, 50);
});

test("a count that the server stopped at is no number of all", () => {
  show(list({ total: 10_000, isCapped: true }));
  expect(screen.getByText("More than 10,000 entries")).toBeDefined();
});

test("one page has no pages to go to", () => {
  show(list({ total: 50 }));
  expect(screen.queryByTitle("2")).toBeNull();
});

test("a row opens by a click and by Enter, what it holds does not open it", async () => {
  const onOpen = vi.fn();
  const { user } = show(list({}, onOpen));
  await user.click(screen.getByText("one"));
  expect(onOpen.mock.lastCall).toEqual([ROWS[0]]);
  screen.getByRole("row", { name: /two/ }).focus();
  await user.keyboard("{Enter}");
  expect(onOpen.mock.lastCall).toEqual([ROWS[1]]);
  await user.click(screen.getByRole("button", { name: "Actions of one" }));
  screen.getByRole("button", { name: "Actions of one" }).focus();
  await user.keyboard("{Enter}");
  expect(onOpen).toHaveBeenCalledTimes(2);
});

test("a row that opens nothing is no stop of the Tab key", () => {
  show(list({}));
  expect(screen.getByRole("row", { name: /one/ }).tabIndex).toBe(-1);
});

test("on a phone each row is a card: its name opens it, its other values and actions stand below", async () => {
  const onOpen = vi.fn();
  const { user } = show(list({}, onOpen), { widthPx: PHONE_PX });
  expect(screen.queryByRole("table")).toBeNull();
  const [first] = within(screen.getByRole("list", { name: "Things" })).getAllByRole("listitem");
  const card = within(first as HTMLElement);
  expect(card.getByText("Amount").nextSibling?.textContent).toBe("10");
  expect(card.getByRole("button", { name: "Actions of one" })).toBeDefined();
  await user.tab();
  await user.keyboard("{Enter}");
  expect(onOpen).toHaveBeenCalledWith(ROWS[0]);
});

test("on a phone rows are ticked on their cards, or all of the page at once; what was ticked elsewhere stays", async () => {
  const onPick = vi.fn();
  const picking = { keys: [2, 9], nameOf: ({ name }: Row) => name, onPick };
  const { user } = show(
    <ListTable<Row> label="Things" list={{ items: ROWS }} columns={COLUMNS} picking={picking} empty={null} />,
    { widthPx: PHONE_PX },
  );
  const box = (name: string) => screen.getByRole("checkbox", { name }) as HTMLInputElement;
  expect([box("Select one").checked, box("Select two").checked]).toEqual([false, true]);
  await user.click(box("Select one"));
  await user.click(box("Select two"));
  await user.click(box("Select all on this page"));
  expect(onPick.mock.calls).toEqual([[[2, 9, 1]], [[9]], [[9, 1, 2]]]);
});

test.each([WIDE_PX, PHONE_PX])("rows of what was asked for before say that they are, at %i", (widthPx) => {
  const isBusy = () => screen.getByText("one").closest(".list-rows")?.getAttribute("aria-busy");
  show(list({ isKept: true }), { widthPx });
  expect(isBusy()).toBe("true");
  cleanup();
  show(list({ isKept: false }), { widthPx });
  expect(isBusy()).toBe("false");
});

test("the arrows between pages have names", () => {
  show(list({ total: 120, page: 2 }));
  expect(screen.getByRole("button", { name: "Previous page" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Next page" })).toBeDefined();
});
