// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { MerchantsPage } from "./MerchantsPage";

const { permissions } = vi.hoisted(() => ({ permissions: new Set<string>() }));
vi.mock("../auth/session", () => ({ useCan: () => (permission: string) => permissions.has(permission) }));

const AT = "2026-11-29T01:00:00Z";
const HOURLY = { id: 4, cron: "17 * * * *", interval_s: null, timezone: "UTC", enabled: true };
const shop = (changes: object = {}) => ({
  id: "merch_1",
  name: "Shop",
  is_active: true,
  is_demo: false,
  product_count: 2,
  last_synced_at: AT,
  stale: false,
  connections: [{ id: 1, platform: "shopify", shop_domain: "shop.example.com", last_tested_at: AT, last_error: null }],
  sync: null,
  schedule: { ...HOURLY, next_run_at: "2031-07-01T18:17:00Z" },
  created_at: AT,
  updated_at: AT,
  ...changes,
});
const listed = (row: object) => ({ "GET /merchants": () => ({ items: [row], total: 1, total_capped: false }) });

setStage();
beforeEach(() => permissions.add("merchants.write"));

test.each([
  [{}, false],
  [{ schedule: null }, true],
  [{ schedule: { ...HOURLY, enabled: false, next_run_at: AT } }, true],
  [{ is_active: false }, true],
])("the list says of a merchant with %o when it is synced next, or that it is by hand alone", async (row, isByHand) => {
  serve(listed(shop(row)));
  show(<MerchantsPage />, { at: "/merchants" });
  await screen.findByRole("row", { name: /shop.example.com/ });
  expect(screen.queryByText("By hand") !== null).toBe(isByHand);
});

test("when a merchant is synced is changed in a drawer of its own", async () => {
  let body: unknown;
  serve({
    ...listed(shop()),
    "PUT /merchants/merch_1/schedule": async (request) => {
      body = await request.json();
      return { ...HOURLY, next_run_at: AT };
    },
  });
  const { user, router } = show(<MerchantsPage />, { at: "/merchants?schedule=merch_1" });
  const form = within(await screen.findByRole("dialog", { name: "Automatic sync of Shop" }));
  const cron = await form.findByRole<HTMLInputElement>("textbox", { name: "Cron expression" });
  expect(cron.value).toBe("17 * * * *");
  await user.clear(cron);
  await user.type(cron, "30 2 * * 1-5");
  await user.click(form.getByRole("switch", { name: "Sync automatically" }));
  await user.click(form.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(router.state.location.search).toBe(""));
  expect(body).toEqual({ cron: "30 2 * * 1-5", timezone: "UTC", enabled: false });
});

test("without a store there is nothing to schedule", async () => {
  serve(listed(shop({ connections: [], schedule: null })));
  const { user } = show(<MerchantsPage />, { at: "/merchants" });
  await user.click(await screen.findByRole("button", { name: "Actions for Shop" }));
  expect((await screen.findByRole("menuitem", { name: "Automatic sync" })).getAttribute("aria-disabled")).toBe("true");
});
