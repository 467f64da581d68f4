// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { AssistantsPage } from "./AssistantsPage";

vi.mock("../auth/session", () => ({ useCan: () => () => true, useMe: () => undefined }));

setStage();

test("a model that no route offers is warned about as soon as the form opens", async () => {
  const assistant = { id: "asst_1", name: "Shop", persona: "Helps.", model: "gone", merchant_id: null };
  serve({
    "GET /api/assistants": () => ({ items: [assistant], total: 1 }),
    "GET /api/assistants/models": () => ["relaydesk-extractive"],
    "GET /merchants": () => ({ items: [], total: 0 }),
  });
  show(<AssistantsPage />, { at: "/?open=asst_1" });
  await screen.findByText(/Questions are not answere/);
});
