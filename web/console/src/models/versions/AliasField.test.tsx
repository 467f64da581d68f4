// @vitest-environment happy-dom
import { act, screen, within } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import type { Model, Version } from "../resources";
import { AliasField } from "./AliasField";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

setStage();

let readAgain: (aliases: Model["aliases"]) => void;

function Page() {
  const [aliases, setAliases] = useState<Model["aliases"]>({});
  readAgain = setAliases;
  return <AliasField model={{ name: "churn", aliases } as Model} version={{ version: 2 } as Version} mayWrite />;
}

test("what is being typed goes on in its field while aliases that point here come and go", async () => {
  const { user } = show(<Page />);
  const field = screen.getByRole("combobox", { name: "Alias" });
  await user.click(field);
  await user.keyboard("sec");
  act(() => readAgain({ champion: 2 }));
  await user.keyboard("on");
  act(() => readAgain({}));
  await user.keyboard("d");
  expect(screen.getByRole("combobox", { name: "Alias" })).toBe(field);
  expect(field).toHaveProperty("value", "second");
});

test("an alias that a deployment follows is not asked to be deleted: that has to go first", async () => {
  const [own, other] = ["champion", "second"].map((alias) => ({ id: `dep_${alias}`, name: `of ${alias}`, alias }));
  serve({ "GET /api/deployments": () => ({ items: [own, other], total: 2, total_capped: false }) });
  const { user } = show(<Page />);
  act(() => readAgain({ champion: 2 }));
  await user.click(screen.getByLabelText("Delete the alias champion"));
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("champion cannot be deleted yet");
  const links = within(dialog).getAllByRole("link");
  expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
    ["Deployment of champion", "/deployments/dep_champion"],
  ]);
});
