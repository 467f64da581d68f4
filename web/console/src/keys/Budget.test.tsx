// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { Form } from "antd";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { BudgetBar, BudgetFields } from "./Budget";

vi.mock("../auth/session", () => ({ useCan: () => () => true }));

const CURRENCIES = "GET /api/admin/prices/currencies";
const KEY = {
  name: "till",
  budget: { requests: null, tokens: null, cost_micros: 10_000_000, period: "day" as const },
  budget_used: { requests: 0, tokens: 0, cost_micros: 2_500_000, resets_at: "2026-11-01T00:00:00Z" },
};

setStage();

const shown = () =>
  show(
    <Form>
      <BudgetBar of={KEY} />
      <BudgetFields />
    </Form>,
  );

test("a cost limit names the currency of the prices", async () => {
  serve({ [CURRENCIES]: () => ({ currencies: ["USD"] }) });
  shown();
  await screen.findByLabelText("Cost in the period (USD)");
  expect(screen.getByText("2.5 of 10 USD a day")).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a cost limit warns that amounts of several currencies are added as they are", async () => {
  serve({ [CURRENCIES]: () => ({ currencies: ["EUR", "USD"] }) });
  shown();
  expect((await screen.findByRole("alert")).textContent).toContain("Prices are in EUR and USD.");
  expect(screen.getByLabelText("Cost in the period (currency of the price table)")).toBeDefined();
  expect(screen.getByText("2.5 of 10 EUR + USD a day")).toBeDefined();
});
