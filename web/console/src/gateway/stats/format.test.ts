// @vitest-environment happy-dom

import { describe, expect, it } from "vitest";
import { formatMs } from "../../format";
import { formatAmount, formatCost, formatCosts, formatCount, formatShare } from "./format";

describe("numbers of the statistics", () => {
  it("shows small costs by their first digits and large ones as money", () => {
    expect(formatCost(2_600_000, "USD")).toBe("$0.0026");
    expect([0.0996, 0.1, 0.845].map((units) => formatCost(units * 1e9, "USD"))).toEqual(["$0.10", "$0.10", "$0.85"]);
    expect(formatCost(12_345_000_000, "EUR")).toBe("€12.35");
    expect(formatCost(0, "USD")).toBe("$0.00");
    expect(formatCost(null, null)).toBe("–");
    expect([formatAmount(2_600_000), formatAmount(12_345_000_000)]).toEqual(["0.0026", "12.35"]);
    expect(formatCosts([])).toBe("–");
    expect(
      formatCosts([
        { currency: "EUR", nanos: 1e9 },
        { currency: "USD", nanos: 2e9 },
      ]),
    ).toBe("€1.00 + $2.00");
  });

  it("shortens large counts and long times", () => {
    expect([formatCount(99_999), formatCount(1_234_567)]).toEqual(["99,999", "1.2M"]);
    expect([formatMs(null), formatMs(0), formatMs(4.04), formatMs(999.6), formatMs(12_340)]).toEqual([
      "–",
      "0 ms",
      "4.0 ms",
      "1.00 s",
      "12.3 s",
    ]);
    expect([formatShare(1, 8), formatShare(0, 0)]).toEqual(["12.5%", "–"]);
  });
});
