// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { type ComponentProps, useState } from "react";
import { expect, test, vi } from "vitest";
import { ApiError } from "../api/errors";
import { SearchSelect } from "./SearchSelect";
import { setStage, show } from "./stage";

const ENTER = { key: "Enter", keyCode: 13 }; // the select goes by the code, which user-event leaves out

const options = (...names: string[]) => names.map((name) => ({ value: `id of ${name}`, name, label: `${name} …` }));

/** `found` is what the server has found for what was typed; before that the options are those of nothing. */
function Stage({ found }: { found?: string[] }) {
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState<string>();
  const isPlaceholderData = q !== "" && found === undefined;
  return (
    <>
      <SearchSelect
        aria-label="Model"
        q={q}
        onSearch={setQ}
        of={[{ data: found, error: null, refetch: vi.fn(), isPlaceholderData }]}
        options={[
          { label: "Deployments", options: options("bad-model", "Support2", "support3") },
          { label: "Routes", options: options(...(found && q ? found : ["slow-model", "support"])) },
        ]}
        onChange={setChosen}
      />
      <output>{chosen ?? "none"}</output>
    </>
  );
}

async function typeAndEnter(text: string, found?: string[]) {
  const { user } = show(<Stage {...(found && { found })} />);
  const field = screen.getByRole("combobox", { name: "Model" });
  await user.type(field, text);
  fireEvent.keyDown(field, ENTER);
}

const chosen = () => screen.getByRole("status").textContent;

setStage();

test("Enter takes what matches, before the server has answered", async () => {
  await typeAndEnter("SLOW");
  await waitFor(() => expect(chosen()).toBe("id of slow-model"));
});

test("Enter takes nothing while nothing matches", async () => {
  await typeAndEnter("neither");
  expect(chosen()).toBe("none");
});

test("the name of a group finds none of its options", async () => {
  await typeAndEnter("routes");
  expect(chosen()).toBe("none");
});

test("an exact name comes first, whatever group it is in", async () => {
  await typeAndEnter("support");
  await waitFor(() => expect(chosen()).toBe("id of support"));
});

test("what the server finds by more than the name can be taken", async () => {
  const { user } = show(<Stage found={["churn"]} />);
  await user.type(screen.getByRole("combobox", { name: "Model" }), "forecast");
  await user.click(await screen.findByText("churn …"));
  expect(chosen()).toBe("id of churn");
});

type Found = ComponentProps<typeof SearchSelect>["of"][number];

const AWAITED: Found = { data: undefined, error: null, refetch: async () => {}, isPlaceholderData: false };
const FAILED = { ...AWAITED, error: new ApiError(503, { code: "AWAY", message: "The database is away." }) };
const FOUND = { ...AWAITED, data: {} };

async function openWith(of: Found[], { q = "", names = [] as string[] } = {}) {
  const select = <SearchSelect aria-label="Model" q={q} onSearch={vi.fn()} of={of} options={options(...names)} />;
  const { user } = show(select);
  await user.click(screen.getByRole("combobox", { name: "Model" }));
}

test("what has not come yet is not said to be nothing", async () => {
  await openWith([FOUND, AWAITED]);
  await screen.findByText("Searching…");
  expect(screen.queryByText("There is none yet")).toBeNull();
});

test("what failed says why, and is tried again once it is opened anew", async () => {
  const refetch = vi.fn();
  await openWith([FOUND, { ...FAILED, refetch }], { q: "chu" });
  expect((await screen.findByRole("alert")).textContent).toBe("The database is away.");
  expect(screen.queryByText("No match")).toBeNull();
  expect(refetch).toHaveBeenCalledOnce();
});

test.each([
  ["has failed", FAILED, "The database is away."],
  ["is awaited", AWAITED, "Searching…"],
])("of two places one that %s says so below what the other has", async (_what, place, words) => {
  await openWith([FOUND, place], { names: ["churn"] });
  await screen.findByText("churn …");
  screen.getByText(words);
});

test.each([
  ["", "There is none yet"],
  ["chu", "No match"],
])("nothing for “%s” says “%s”", async (q, words) => {
  await openWith([FOUND], { q });
  await screen.findByText(words);
});
