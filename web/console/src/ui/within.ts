import i18next from "i18next";

/** A form's rule for numbers: what lies outside is said at its field, not changed silently. */
export function within(least: number, most: number) {
  const bounds = { least: least.toLocaleString(i18next.language), most: most.toLocaleString(i18next.language) };
  return { type: "number" as const, min: least, max: most, message: i18next.t("problem.range", bounds) };
}
