import { expect, test } from "vitest";
import { DARK, LIGHT } from "./palette";

const WANTED = 3; // WCAG 2.2, 1.4.11: the bounds of what is used

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test.each([
  ["light", LIGHT],
  ["dark", DARK],
] as const)("what a slider is made of is seen in the %s theme", (_, { edge, link, surface, raised }) => {
  for (const ground of [surface, raised]) {
    expect(contrast(edge, ground)).toBeGreaterThanOrEqual(WANTED);
    expect(contrast(link, ground)).toBeGreaterThanOrEqual(WANTED);
  }
});
