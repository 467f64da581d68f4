/** Time zones as the browser knows them, to choose one by typing a part of its name. */
export const TIME_ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map(
  (value) => ({ value, label: value }),
);

/** Where the reader is. */
export const readersZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
