// @vitest-environment happy-dom
import { act, render, screen } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { expect, test, vi } from "vitest";
import { GatewayHome } from "./Home";

vi.mock("../auth/session", () => ({ useCan: () => (permission: string) => permission === "gateway.stats.read" }));

test("whoever comes to the gateway again before it has arrived still arrives at its first page", async () => {
  let load = (_: { Component: () => string }) => {};
  const page = new Promise<{ Component: () => string }>((resolve) => {
    load = resolve;
  });
  const router = createMemoryRouter([
    { path: "/", element: "start" },
    { path: "/gateway", element: <GatewayHome /> },
    { path: "/gateway/statistics", lazy: () => page },
  ]);
  render(<RouterProvider router={router} />);
  await act(async () => void router.navigate("/gateway"));
  await act(async () => void router.navigate("/gateway"));
  await act(async () => load({ Component: () => "statistics" }));
  expect(screen.getByText("statistics")).toBeDefined();
});
