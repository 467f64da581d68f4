import { expect, test } from "vitest";
import { noteTakenBack, OfferWatch } from "./offerEnds";
import type { Session } from "./types";

const UNTIL = "2026-01-01T00:01:00Z";
const MINUTE = Date.parse(UNTIL);
const ANN = { id: "usr_ann", name: "Ann" };
const BOB = { id: "usr_bob", name: "Bob" };
const HELD = { session_name: "sess_1", status: "human", operator: ANN, offer: null } as Session;
const OFFERED: Session = { ...HELD, offer: { to: BOB, note: "", until: UNTIL } };

test("who made an offer hears that it was declined, once", () => {
  const watch = new OfferWatch(ANN.id);
  expect(watch.see(OFFERED, MINUTE - 50_000)).toBeUndefined();
  expect(watch.see(HELD, MINUTE - 40_000)).toEqual({ session: HELD, offer: OFFERED.offer, how: "declined" });
  expect(watch.see(HELD, MINUTE - 30_000)).toBeUndefined();
});

test("who made an offer hears that nobody answered it in time", () => {
  const watch = new OfferWatch(ANN.id);
  watch.see(OFFERED, MINUTE - 50_000);
  expect(watch.see(HELD, MINUTE + 1500)?.how).toBe("unanswered");
});

test("an offer that is accepted, taken back, replaced or ended with its conversation is no news", () => {
  const watch = new OfferWatch(ANN.id);
  watch.see(OFFERED, 0);
  expect(watch.see({ ...HELD, operator: BOB }, 1)).toBeUndefined();
  watch.see(OFFERED, 2);
  noteTakenBack(OFFERED);
  expect(watch.see(HELD, 3)).toBeUndefined();
  watch.see(OFFERED, 4);
  expect(watch.see({ ...OFFERED, offer: { to: BOB, note: "", until: "2026-01-01T00:02:00Z" } }, 5)).toBeUndefined();
  expect(watch.see({ ...HELD, status: "closed" }, 6)).toBeUndefined();
});

test("the offers of others are not one's own", () => {
  const watch = new OfferWatch(BOB.id);
  watch.see(OFFERED, 0);
  expect(watch.see(HELD, 1)).toBeUndefined();
});
