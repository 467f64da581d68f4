import { expect, test } from "vitest";
import { type Grant, type KeeperWorld, TokenKeeper } from "./tokens";

type Word = Parameters<KeeperWorld["tell"]>[0];

const user = { id: "usr_1", email: "a@b.c", name: "A", role: "owner" as const };

/** Tabs of one browser: one lock, one channel, one server that counts refreshes. */
function browser() {
  const world = { refreshes: 0, status: 200, nowMs: 0, reason: "", answer: async () => undefined as undefined };
  const ears: { tab: number; listener: (word: Word) => void }[] = [];
  const memory = { isSignedIn: false };
  let line: Promise<unknown> = Promise.resolve();
  const tab = (id: number) =>
    new TokenKeeper({
      post: async () => {
        world.refreshes += 1;
        const token = `token-${world.refreshes}`;
        await world.answer();
        const refusal = { code: "REFRESH_REFUSED", details: { reason: world.reason } };
        const body = world.status === 401 ? refusal : { access_token: token, expires_in: 900, user };
        return new Response(JSON.stringify(body), { status: world.status });
      },
      exclusively: (work) => {
        const turn = line.then(work);
        line = turn.catch(() => undefined);
        return turn;
      },
      tell: (word) => {
        for (const { tab: other, listener } of ears) if (other !== id) listener(word);
      },
      hear: (listener) => ears.push({ tab: id, listener }),
      now: () => world.nowMs,
      isRemembered: () => memory.isSignedIn,
      remember: (isSignedIn) => {
        memory.isSignedIn = isSignedIn;
      },
    });
  return { world, tab };
}

const tokens = (grants: (Grant | undefined)[]) => grants.map((grant) => grant?.accessToken);

test("many callers in one tab share one refresh", async () => {
  const { world, tab } = browser();
  const keeper = tab(1);
  const grants = await Promise.all([1, 2, 3, 4].map(() => keeper.refresh(undefined)));
  expect(tokens(grants)).toEqual(["token-1", "token-1", "token-1", "token-1"]);
  expect(world.refreshes).toBe(1);
});

test("tabs that want to refresh at once do it once and share the token", async () => {
  const { world, tab } = browser();
  const tabs = [tab(1), tab(2), tab(3)];
  const grants = await Promise.all(tabs.map((keeper) => keeper.refresh(undefined)));
  expect(tokens(grants)).toEqual(["token-1", "token-1", "token-1"]);
  expect(world.refreshes).toBe(1);
});

test("a token that was already replaced is not refreshed again", async () => {
  const { world, tab } = browser();
  const keeper = tab(1);
  await keeper.refresh(undefined);
  expect((await keeper.refresh("an older token"))?.accessToken).toBe("token-1");
  expect((await keeper.refresh("token-1"))?.accessToken).toBe("token-2");
  expect(world.refreshes).toBe(2);
});

test("a refused refresh signs out", async () => {
  const { world, tab } = browser();
  const keeper = tab(1);
  await keeper.refresh(undefined);
  world.status = 401;
  expect(await keeper.refresh("token-1")).toBeUndefined();
  expect(keeper.current).toBeUndefined();
});

test("a sign-in that ended by itself keeps its person, and what is asked waits for their next sign-in", async () => {
  const { world, tab } = browser();
  const keeper = tab(1);
  await keeper.refresh(undefined);
  Object.assign(world, { status: 401, reason: "deactivated" });
  await keeper.refresh("token-1");
  expect(keeper.state.get().ended).toEqual({ user, reason: "deactivated" });
  expect(keeper.person).toEqual(user);
  const token = keeper.token();
  expect(await keeper.refresh(undefined)).toBeUndefined();
  expect(world.refreshes).toBe(2);
  keeper.accept({ access_token: "signed-in-again", expires_in: 900, user });
  expect(await token).toBe("signed-in-again");
  expect(keeper.state.get().ended).toBeUndefined();
});

test.each(["another person signs in", "they sign out"])("what waits for a sign-in is let go when %s", async (how) => {
  const { world, tab } = browser();
  const keeper = tab(1);
  await keeper.refresh(undefined);
  world.status = 401;
  await keeper.refresh("token-1");
  const token = keeper.token();
  const other = { ...user, id: "usr_2" };
  if (how === "they sign out") await keeper.signOut();
  else keeper.accept({ access_token: "another's", expires_in: 900, user: other });
  expect(await token).toBeUndefined();
  expect(keeper.person).toEqual(how === "they sign out" ? undefined : other);
});

test("a refusal before anybody was signed in here is no end of a sign-in", async () => {
  const { world, tab } = browser();
  world.status = 401;
  const keeper = tab(1);
  expect(await keeper.refresh(undefined)).toBeUndefined();
  expect(await keeper.token()).toBeUndefined();
  expect(keeper.state.get().ended).toBeUndefined();
});

test("the server is asked on load only where somebody has signed in before and not out again", async () => {
  const { world, tab } = browser();
  expect(await tab(1).resume()).toBeUndefined();
  expect(world.refreshes).toBe(0);
  tab(2).accept({ access_token: "typed", expires_in: 900, user });
  const reloaded = tab(3);
  expect((await reloaded.resume())?.accessToken).toBe("token-1");
  await reloaded.signOut();
  expect(await tab(4).resume()).toBeUndefined();
  tab(5).accept({ access_token: "typed", expires_in: 900, user });
  world.status = 401;
  await tab(6).resume();
  await tab(7).resume();
  expect(world.refreshes).toBe(3); // of tab 3, its sign-out, and tab 6
});

test("a refusal does not sign out a tab that got another tab's token meanwhile", async () => {
  const { world, tab } = browser();
  const first = tab(1);
  const second = tab(2);
  await first.refresh(undefined);
  world.status = 401;
  world.answer = async () => {
    second.accept({ access_token: "from-the-other-tab", expires_in: 900, user });
  };
  expect((await first.refresh("token-1"))?.accessToken).toBe("from-the-other-tab");
});

test("a server out of reach leaves a token in use while it lives", async () => {
  const { world, tab } = browser();
  const keeper = tab(1);
  await keeper.refresh(undefined);
  world.status = 503;
  world.nowMs = 880_000;
  expect(await keeper.token()).toBe("token-1");
  expect(keeper.current?.accessToken).toBe("token-1");
  world.nowMs = 901_000;
  await expect(keeper.token()).rejects.toThrow("503");
});

test("signing out in one tab signs all out", async () => {
  const { tab } = browser();
  const first = tab(1);
  const second = tab(2);
  await first.refresh(undefined);
  expect(second.current?.accessToken).toBe("token-1");
  await first.signOut();
  expect([second.current, second.state.get().ended]).toEqual([undefined, undefined]);
});

test("a sign-out that the server does not learn of is known here, and can be done again", async () => {
  const { world, tab } = browser();
  const keeper = tab(1);
  await keeper.refresh(undefined);
  world.status = 503;
  await keeper.signOut();
  expect([keeper.current, keeper.state.get().isUnfinished]).toEqual([undefined, true]);
  world.status = 200;
  await keeper.signOut();
  expect(keeper.state.get().isUnfinished).toBe(undefined);
});

test("an expired token is no reason not to tell the server of a sign-out", async () => {
  const { world, tab } = browser();
  const keeper = tab(1);
  await keeper.refresh(undefined);
  world.nowMs = 901_000;
  await keeper.signOut();
  expect(world.refreshes).toBe(2); // the sign-in's, and the word of its end
});
