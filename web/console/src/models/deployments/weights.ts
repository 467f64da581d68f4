/** Traffic as percents: whatever one version gets, those of all come to 100. */
import type { Schema } from "../../api/client";

export type Share = Schema<"ShareOut">;

const WHOLE = 100;
/** Tenths of a percent are what is shown and sent, but for weights that nobody has moved. */
const PER_PERCENT = 10;

/** Parts of `whole` in relation to their weights; even where all of these are 0. */
function scaled(shares: Share[], whole: number): Share[] {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  return shares.map((share) => ({
    ...share,
    weight: total > 0 ? (share.weight * whole) / total : whole / shares.length,
  }));
}

/** In tenths of a percent that come to 100; a share that is not 0 has at least one, at the cost of the largest. */
function tenthsOf(shares: Share[]): Share[] {
  const exact = scaled(shares, WHOLE * PER_PERCENT).map(({ weight }) => weight);
  const parts = exact.map((part) => (part > 0 ? Math.max(1, Math.floor(part)) : 0));
  const rest = (place: number): number => (exact[place] ?? 0) - (parts[place] ?? 0);
  const left = WHOLE * PER_PERCENT - parts.reduce((sum, part) => sum + part, 0);
  const byRest = parts.map((_, place) => place).sort((one, other) => rest(other) - rest(one));
  const changed = new Map<number, number>(byRest.slice(0, Math.max(0, left)).map((place) => [place, 1]));
  if (left < 0) changed.set(parts.indexOf(Math.max(...parts)), left);
  return shares.map((share, place) => ({ ...share, weight: (parts[place] ?? 0) + (changed.get(place) ?? 0) }));
}

const perPercent = (shares: Share[]): Share[] =>
  shares.map((share) => ({ ...share, weight: share.weight / PER_PERCENT }));

export const percentsOf = (shares: Share[]): Share[] => perPercent(tenthsOf(shares));

/** As they are sent: whole numbers in the relation that is shown, or exactly their own where they are whole. */
export function weightsOf(shares: Share[]): Share[] {
  if (shares.every(({ weight }) => Number.isInteger(weight))) return shares;
  const tenths = tenthsOf(shares);
  return tenths.every(({ weight }) => weight % PER_PERCENT === 0) ? perPercent(tenths) : tenths;
}

/** One version gets so many percent, the others what is left, in exactly the relation that they have. */
export function withWeight(shares: Share[], version: number, weight: number): Share[] {
  const others = scaled(
    shares.filter((share) => share.version !== version),
    WHOLE - weight,
  );
  return shares.map((share) => others.find((other) => other.version === share.version) ?? { version, weight });
}

/** What a version had goes to the others, in the relation that they have. */
export function withoutVersion(shares: Share[], version: number): Share[] {
  const others = shares.filter((share) => share.version !== version);
  return others.some(({ weight }) => weight > 0) ? others : others.map((share) => ({ ...share, weight: 1 }));
}

export const isSame = (one: Share[], other: Share[]): boolean =>
  one.length === other.length &&
  one.every(({ version, weight }) => other.some((share) => share.version === version && share.weight === weight));
