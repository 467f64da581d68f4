import { Alert, Segmented, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../api/client";
import { messageOf } from "../api/errors";
import { Chart } from "../gateway/stats/Chart";
import { usePreferences } from "../preferences/store";
import { EmptyState } from "../ui/EmptyState";
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
  const { language } = usePreferences();
  const { format } = new Intl.NumberFormat(language);
  const [days, setDays] = useState<number>(30);
  const { data, error } = reads.useQuery("get", "/api/keys/{key_id}/usage", {
    params: { path: { key_id: keyId }, query: { days } },
  });
  const rows = lastDays(days).map((day) => ({ day, counts: data?.days.find((row) => row.day === day) }));
  const label = new Intl.DateTimeFormat(language, { month: "short", day: "numeric", timeZone: "UTC" });
  const names = rows.map(({ day }) => label.format(new Date(day)));
  return (
    <>
      <Segmented
        aria-label={t("keys.usageDays")}
        value={days}
        onChange={setDays}
        options={SPANS.map((value) => ({ value, label: t("keys.lastDays", { count: value }) }))}
      />
      {error && <Alert type="error" showIcon title={messageOf(error)} />}
      {!data && !error && <Skeleton active />}
      {data && (
        <dl className="sync-counts">
          {COUNTS.map((name) => (
            <div key={name}>
              <dt>{t(`keys.used.${name}`)}</dt>
              <dd>{format(name === "answered" ? data.requests - data.errors : data[name])}</dd>
            </div>
          ))}
        </dl>
      )}
      {data && data.requests + data.refused === 0 && (
        <EmptyState title={t("keys.noUsage")} hint={t("keys.noUsageHint")} />
      )}
      {data && data.requests + data.refused > 0 && (
        <Chart
          label={t("keys.usageByDay")}
          times={names}
          ticks={names}
          format={format}
          lines={[
            {
              name: t("keys.used.answered"),
              tone: "accent",
              kind: "bar",
              values: rows.map(({ counts }) => (counts ? counts.requests - counts.errors : 0)),
            },
            {
              name: t("keys.used.errors"),
              tone: "bad",
              kind: "bar",
              values: rows.map((row) => row.counts?.errors ?? 0),
            },
            {
              name: t("keys.used.refused"),
              tone: "near",
              kind: "bar",
              values: rows.map((row) => row.counts?.refused ?? 0),
            },
          ]}
        />
      )}
      <p className="soft small">{t("keys.usageHint")}</p>
    </>
  );
}
