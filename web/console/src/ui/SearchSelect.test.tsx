// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { SearchSelect } from "./SearchSelect";
import { setStage, show } from "./stage";

const ENTER = { key: "Enter", keyCode: 13 }; // the select goes by the code, which user-event leaves out

const options = (...names: string[]) => names.map((name) => ({ value: `id of ${name}`, name, label: `${name} …` }));

/** `found` is what the server has found for what was typed; before that the options are those of nothing. */
function Stage({ found }: { found?: string[] }) {
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState<string>();
  const isOld = q !== "" && found === undefined;
  return (
    <>
      <SearchSelect
        aria-label="Model"
        isOld={isOld}
        onSearch={setQ}
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
