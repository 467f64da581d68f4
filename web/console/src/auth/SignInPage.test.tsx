// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { setStage, show } from "../ui/stage";
import { SignInPage } from "./SignInPage";
import { keeper } from "./tokens";

setStage();

test("why the last sign-in has ended is still said after a reload, until the next", async () => {
  const user = { id: "user_1", name: "Ada", email: "ada@shop.example", role: "owner" } as const;
  keeper.accept({ access_token: "one", expires_in: 900, user });
  const refusal = { code: "REFRESH_REFUSED", details: { reason: "deactivated" } };
  vi.stubGlobal("fetch", async () => Response.json(refusal, { status: 401 }));
  await keeper.refresh("one");
  show(<SignInPage />);
  expect(screen.getByRole("alert").textContent).toContain("Ask an owner or admin to activate it");
  keeper.accept({ access_token: "two", expires_in: 900, user });
  expect(sessionStorage.length).toBe(0);
});

test("a tab whose person has signed out in another one says so, and one where nobody was signed in does not", async () => {
  const user = { id: "user_1", name: "Ada", email: "ada@shop.example", role: "owner" } as const;
  keeper.accept({ access_token: "one", expires_in: 900, user });
  const other = new BroadcastChannel("relaydesk.auth");
  other.postMessage({ kind: "signed_out" });
  await waitFor(() => expect(keeper.current).toBeUndefined());
  show(<SignInPage />);
  expect(screen.getByRole("alert").textContent).toContain("You signed out in another tab");
  other.postMessage({ kind: "signed_out" });
  await waitFor(() => expect(sessionStorage.length).toBe(0));
  other.close();
});
