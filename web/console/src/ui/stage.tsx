/** Where components stand in tests: texts, router, queries and Ant Design around them, a server of a few answers behind. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { App, ConfigProvider } from "antd";
import type { ReactNode } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { startI18n } from "../i18n";
import { setPreferences } from "../preferences/store";
import { SCROLL } from "./forms/useSubmit";

// how long it may take is for no test of behaviour to say
configure({ asyncUtilTimeout: 10_000 });

type Router = ReturnType<typeof createMemoryRouter>;

declare global {
  interface Window {
    happyDOM: { setViewport: (size: { width: number; height: number }) => void };
  }
}

export const WIDE_PX = 1400;
export const PHONE_PX = 390;

/** What the server answers: a value for 200, or a Response; "GET /api/keys" names the call. */
export type Answers = Record<string, (request: Request) => unknown>;

/** To be called once at a test file's top. */
export function setStage(): void {
  beforeAll(async () => {
    setPreferences({ language: "en" });
    await startI18n();
  });
  // what closed at the end looks a moment later where the focus is
  afterAll(() => new Promise<void>((done) => setTimeout(done, 100)));
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });
}

export function show(element: ReactNode, { at = "/", widthPx = WIDE_PX } = {}): { user: UserEvent; router: Router } {
  window.happyDOM.setViewport({ width: widthPx, height: 900 });
  const router = createMemoryRouter([{ path: "*", element: <App>{element}</App> }], { initialEntries: [at] });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <ConfigProvider
      theme={{ zeroRuntime: true, token: { motion: false } }}
      button={{ autoInsertSpace: false }}
      form={{ scrollToFirstError: SCROLL }}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>,
  );
  return { user: userEvent.setup(), router };
}

/** The calls that were made so far, each as "GET /api/keys?q=a". */
export function serve(answers: Answers): string[] {
  const calls: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    calls.push(`${request.method} ${pathname}${search}`);
    const answer = await answers[`${request.method} ${pathname}`]?.(request);
    if (answer instanceof Response) return answer;
    return Response.json(answer ?? { code: "NOT_FOUND" }, { status: answer ? 200 : 404 });
  });
  return calls;
}
