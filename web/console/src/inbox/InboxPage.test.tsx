// @vitest-environment happy-dom
import { act, screen, waitFor } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { InboxPage } from "./InboxPage";

vi.mock("../auth/session", () => ({ useCan: () => () => true, useMe: () => ({ id: "user_1" }) }));

const sessionOf = (session_name: string) => ({
  session_name,
  status: "human",
  operator: { id: "user_1", name: "Ann" },
  offer: null,
  assistant: "",
  visitor: { id: null, name: session_name, email: null, page: null, locale: "" },
  is_visitor_verified: true,
  created_at: "2026-11-29T12:00:00Z",
  updated_at: "2026-11-29T12:00:00Z",
});

setStage();

test("the form that offers one conversation closes when the page turns to another", async () => {
  serve({
    "GET /api/sessions": () => ({ items: [], total: 0, offset: 0 }),
    "GET /api/sessions/one": () => sessionOf("one"),
    "GET /api/sessions/two": () => sessionOf("two"),
    "GET /api/desk/colleagues": () => ({ items: [], total: 0 }),
  });
  const pages = (
    <Routes>
      <Route path="/inbox/:name" element={<InboxPage />} />
    </Routes>
  );
  const { user, router } = show(pages, { at: "/inbox/one?tab=mine" });
  const offer = () => screen.findByRole("button", { name: "Transfer" });
  await user.click(await offer());
  await screen.findByRole("dialog");
  await act(async () => void router.navigate("/inbox/two?tab=mine"));
  await offer();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await act(async () => void router.navigate("/inbox/one?tab=mine"));
  await offer();
  expect(screen.queryByRole("dialog")).toBeNull();
});
