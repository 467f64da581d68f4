/** Traffic as percents: whatever one version gets, those of all come to 100. */
import type { Schema } from "../../api/client";

export type Share = Schema<"ShareOut">;

const WHOLE = 100;

/** In whole percents that come to `whole`, in relation to their weights; even where all of these are 0. */
function scaled(shares: Share[], whole: number): Share[] {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  const exact = shares.map(({ weight }) => (total > 0 ? (weight / total) * whole : whole / shares.length));
  const left = whole - exact.reduce((sum, part) => sum + Math.floor(part), 0);
  const byRest = exact.map((_, place) => place).sort((one, other) => restOf(exact[other]) - restOf(exact[one]));
  const rounded = new Set(byRest.slice(0, left));
  return shares.map((share, place) => ({
    ...share,
    weight: Math.floor(exact[place] ?? 0) + (rounded.has(place) ? 1 : 0),
  }));
}

const restOf = (part = 0): number => part - Math.floor(part);

export const percentsOf = (shares: Share[]): Share[] => scaled(shares, WHOLE);

/** One version gets so many percent, the others what is left, in the relation that they have. */
export function withWeight(shares: Share[], version: number, weight: number): Share[] {
  const others = scaled(
    shares.filter((share) => share.version !== version),
    WHOLE - weight,
  );
  return shares.map((share) => others.find((other) => other.version === share.version) ?? { version, weight });
}

/** What a version had goes to the others. */
export const withoutVersion = (shares: Share[], version: number): Share[] =>
  percentsOf(shares.filter((share) => share.version !== version));

export const isSame = (one: Share[], other: Share[]): boolean =>
  one.length === other.length &&
  one.every(({ version, weight }) => other.some((share) => share.version === version && share.weight === weight));
