// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { AuditPage } from "./AuditPage";

setStage();

test("Enter after a part of an action's words takes the first that is offered", async () => {
  serve({ "GET /api/audit": () => ({ items: [], total: 0, total_capped: false }) });
  const { user, router } = show(<AuditPage />, { at: "/audit?outcome=done" });
  await user.type(await screen.findByRole("combobox", { name: "Action" }), "signed{Enter}");
  await waitFor(() => expect(router.state.location.search).toContain("action=user.signed_in"));
});
