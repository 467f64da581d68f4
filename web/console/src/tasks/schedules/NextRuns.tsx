import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Form } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../../api/client";
import { ApiError } from "../../api/errors";
import { useRested } from "../../ui/filters";
import { readersZone } from "../../ui/forms/timeZones";
import type { Schedule } from "./resource";
import { formatIn, zoneOf } from "./times";
import { askedOf, type Values, valuesOf } from "./values";

const PATH = "/api/schedules/preview";
const PAUSE_MS = 400;

/** When it fires next, as it is stored or as its times are typed; what is wrong with these stands at their fields. */
export function NextRuns({ of: schedule }: { of: Schedule | undefined }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Values>();
  const typed = Form.useWatch(askedOf, form) ?? "";
  const rested = useRested(typed, PAUSE_MS);
  const isStored = schedule !== undefined && typed === askedOf(valuesOf(schedule));
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ["post", PATH, rested],
    queryFn: async ({ signal }) => {
      const body = JSON.parse(rested) as Schema<"ScheduleTimes">;
      return { ...(await dataOf(client.POST(PATH, { body, signal }))), zone: body.cron ? body.timezone : undefined };
    },
    enabled: rested !== "" && rested === typed && !isStored,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const problem = rested === typed && !isStored && error instanceof ApiError ? error : undefined;
  useEffect(() => {
    for (const { field, message } of problem?.fieldErrors ?? [])
      form.setFields([{ name: field === "timezone" ? field : "cron", errors: [message] }]);
  }, [problem, form]);
  if (isStored)
    return schedule.enabled ? (
      <Runs at={schedule.next_runs} zone={zoneOf(schedule)} />
    ) : (
      <p className="soft">{t("schedule.off")}</p>
    );
  if (!data || error || typed === "") return null;
  return <Runs at={data.next_runs} zone={data.zone ?? readersZone()} isBusy={isPlaceholderData || rested !== typed} />;
}

/** In the schedule's own time zone, and in the reader's where that is another. */
function Runs({ at: runs, zone, isBusy = false }: { at: string[]; zone: string; isBusy?: boolean }) {
  const { t } = useTranslation();
  return (
    <section aria-live="polite" aria-busy={isBusy} aria-label={t("schedule.nextRuns")}>
      <h3>{t("schedule.nextRuns")}</h3>
      <ol className="next-runs">
        {runs.map((at) => (
          <li key={at}>
            {`${formatIn(at, zone)} ${zone}`}
            {zone !== readersZone() && <span className="soft">{t("schedule.forYou", { time: formatIn(at) })}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
