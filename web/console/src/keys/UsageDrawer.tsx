import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../api/client";
import { formatDate, formatNumber } from "../format";
import { Chart, type Line } from "../gateway/stats/Chart";
import { EmptyState } from "../ui/EmptyState";
import { Figures } from "../ui/Figures";
import { Loaded } from "../ui/Loaded";
import { RowDrawer } from "../ui/RowDrawer";
import { lastDays } from "./days";
import type { ClientKey } from "./types";

const SPANS = [7, 30, 90] as const;
const COUNTS = ["requests", "answered", "errors", "refused", "tokens_in", "tokens_out"] as const;

/** What a key was used for lately, by day. */
export function UsageDrawer({ of: key, onClose }: { of: ClientKey | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <RowDrawer of={key} onClose={onClose} title={({ name }) => t("keys.usageOf", { name })}>
      {({ id }) => <Usage keyId={id} />}
    </RowDrawer>
  );
}

function Usage({ keyId }: { keyId: number }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(30);
  const usage = reads.useQuery("get", "/api/keys/{key_id}/usage", {
    params: { path: { key_id: keyId }, query: { days } },
  });
  const rows = lastDays(days).map((day) => ({ day, counts: usage.data?.days.find((row) => row.day === day) }));
  const names = rows.map(({ day }) => formatDate(day, { month: "short", day: "numeric", timeZone: "UTC" }));
  const bars = (name: (typeof COUNTS)[number], tone: Line["tone"], of: (day: Schema<"UsageDay">) => number): Line => ({
    name: t(`keys.used.${name}`),
    tone,
    kind: "bar",
    values: rows.map(({ counts }) => (counts ? of(counts) : 0)),
  });
  return (
    <>
      <Segmented
        aria-label={t("keys.usageDays")}
        value={days}
        onChange={setDays}
        options={SPANS.map((value) => ({ value, label: t("keys.lastDays", { count: value }) }))}
      />
      <Loaded of={usage}>
        {(sums) => (
          <>
            <Figures
              of={COUNTS.map((name) => [
                t(`keys.used.${name}`),
                formatNumber(name === "answered" ? sums.requests - sums.errors : sums[name]),
              ])}
            />
            {sums.requests + sums.refused === 0 ? (
              <EmptyState title={t("keys.noUsage")} hint={t("keys.noUsageHint")} />
            ) : (
              <Chart
                label={t("keys.usageByDay")}
                times={names}
                ticks={names}
                format={formatNumber}
                lines={[
                  bars("answered", "accent", ({ requests, errors }) => requests - errors),
                  bars("errors", "bad", ({ errors }) => errors),
                  bars("refused", "near", ({ refused }) => refused),
                ]}
              />
            )}
          </>
        )}
      </Loaded>
      <p className="soft small">{t("keys.usageHint")}</p>
    </>
  );
}
