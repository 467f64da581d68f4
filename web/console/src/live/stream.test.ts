import { expect, test, vi } from "vitest";
import { TokenKeeper } from "../auth/tokens";
import { type Connection, openStreamAs } from "./stream";

const user = { id: "usr_1", email: "a@b.c", name: "A", role: "owner" as const };

/** Somebody signed in as `token-0`, whose refreshes give `token-1`, `token-2` and so on, or are refused. */
function signedIn({ mayRefresh = true } = {}) {
  let refreshes = 0;
  const keeper = new TokenKeeper({
    post: async () => {
      refreshes += 1;
      const body = { access_token: `token-${refreshes}`, expires_in: 900, user };
      return new Response(JSON.stringify(body), { status: mayRefresh ? 200 : 401 });
    },
    exclusively: (work) => work(),
    tell: () => undefined,
    hear: () => undefined,
    now: () => 0,
    isRemembered: () => true,
    remember: () => undefined,
  });
  keeper.accept({ access_token: "token-0", expires_in: 900, user });
  return keeper;
}

/** A server of streams: says `endings` one after the other, then keeps the connection open. */
function server(...endings: Response[]) {
  const tokens: (string | null)[] = [];
  const fetch = (async (_url: string, init: RequestInit) => {
    tokens.push(new Headers(init.headers).get("Authorization"));
    return endings[tokens.length - 1] ?? new Response(new ReadableStream());
  }) as typeof globalThis.fetch;
  return { fetch, tokens };
}

const ending = (code: string) => new Response(`event: error\ndata: {"code":"${code}","message":"over"}\n\n`);

function follow(fetch: typeof globalThis.fetch, keeper: TokenKeeper) {
  const states: (Connection | undefined)[] = [];
  const heard: string[] = [];
  const over: string[] = [];
  const stream = openStreamAs(
    { keeper, onState: (state) => states.push(state) },
    { url: "/e", onEvent: ({ event }) => heard.push(event), onOver: (code) => over.push(code), fetch },
  );
  return { stream, states, heard, over };
}

test.each(["TOKEN_EXPIRED", "UNAUTHENTICATED"])(
  "a stream ended with %s goes on with a fresh token, unheard",
  async (code) => {
    const { fetch, tokens } = server(ending(code));
    const { stream, heard, over } = follow(fetch, signedIn());
    await vi.waitFor(() => expect(tokens).toEqual(["Bearer token-0", "Bearer token-1"]), { timeout: 3000 });
    stream.close();
    expect([heard, over]).toEqual([[], []]);
  },
);

test("a stream whose reader was signed out goes on once they have signed in again", async () => {
  const { fetch, tokens } = server(ending("UNAUTHENTICATED"));
  const keeper = signedIn({ mayRefresh: false });
  const { stream, over } = follow(fetch, keeper);
  await vi.waitFor(() => expect(keeper.state.get().ended).toBeDefined(), { timeout: 3000 });
  expect(tokens).toEqual(["Bearer token-0"]);
  keeper.accept({ access_token: "again", expires_in: 900, user });
  await vi.waitFor(() => expect(tokens).toEqual(["Bearer token-0", "Bearer again"]));
  stream.close();
  expect(over).toEqual([]);
});

test("a stream whose reader was signed out stays closed once they leave", async () => {
  const { fetch, tokens } = server(ending("UNAUTHENTICATED"), new Response("", { status: 401 }));
  const keeper = signedIn({ mayRefresh: false });
  const { states, over } = follow(fetch, keeper);
  await vi.waitFor(() => expect(keeper.state.get().ended).toBeDefined(), { timeout: 3000 });
  await keeper.signOut();
  await vi.waitFor(() => expect(over).toEqual(["UNAUTHENTICATED"]), { timeout: 3000 });
  expect(tokens).toEqual(["Bearer token-0", null]);
  expect(states.at(-1)).toBe(undefined);
});

test.each([
  ["an error event", ending("FORBIDDEN")],
  ["its status", new Response("", { status: 403 })],
])("a stream forbidden by %s says so and is not opened again", async (_, answer) => {
  const { fetch, tokens } = server(answer);
  const { states, over } = follow(fetch, signedIn());
  await vi.waitFor(() => expect(over).toEqual(["FORBIDDEN"]));
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(tokens).toEqual(["Bearer token-0"]);
  expect(states.at(-1)).toBe("forbidden");
});

test("the stream of an erased session is over for good", async () => {
  const { fetch, tokens } = server(ending("SESSION_NOT_FOUND"));
  const { states, over } = follow(fetch, signedIn());
  await vi.waitFor(() => expect(over).toEqual(["SESSION_NOT_FOUND"]));
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(tokens).toEqual(["Bearer token-0"]);
  expect(states.at(-1)).toBe(undefined);
});
