import { afterEach, expect, test, vi } from "vitest";
import { keeper } from "../auth/tokens";
import { signedFetch } from "./client";

const grant = (id: string, token: string) => ({
  access_token: token,
  expires_in: 900,
  user: { id, email: `${id}@shop.example`, name: id, role: "staff" as const },
});

afterEach(() => vi.unstubAllGlobals());

/** The tokens that a change was sent with, where its first one is refused once somebody else has signed in. */
async function sentBy(next: ReturnType<typeof grant>): Promise<(string | null)[]> {
  const sent: (string | null)[] = [];
  keeper.accept(grant("user_anna", "annas"));
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(request.headers.get("Authorization"));
    if (sent.length > 1) return Response.json({});
    keeper.accept(next);
    return Response.json({ code: "TOKEN_INVALID" }, { status: 401 });
  });
  await signedFetch(new Request("http://shop.example/api/keys/1", { method: "PATCH", body: "{}" })).catch(() => {});
  return sent;
}

test("what one has begun goes on with one's own next token", async () => {
  expect(await sentBy(grant("user_anna", "renewed"))).toEqual(["Bearer annas", "Bearer renewed"]);
});

test("what one has begun is never done in the name of the next", async () => {
  expect(await sentBy(grant("user_zoe", "zoes"))).toEqual(["Bearer annas"]);
});
