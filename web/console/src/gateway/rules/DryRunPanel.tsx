import { ExperimentOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../../api/client";
import { Time } from "../../ui/Time";
import { HttpStatus, nameOr, sinceOf } from "../log/format";
import { problemText } from "../queries";
import { actionsText } from "./sentence";
import type { RuleFields } from "./types";

const SPANS = ["1h", "24h", "7d"] as const;
const SHOWN = 50;
const EXAMINED = 10_000;

/** What the rule would have met among logged requests; `read` gives it as it stands in the form. */
export function DryRunPanel({ read, problemOf }: { read: () => RuleFields; problemOf: (error: Error) => string }) {
  const { t } = useTranslation();
  const [span, setSpan] = useState<(typeof SPANS)[number]>("24h");
  const attempt = useMutation({
    mutationFn: () => {
      const rule = { ...read(), name: "draft" };
      const since = sinceOf(span);
      return dataOf(client.POST("/api/admin/rules/dry-run", { body: { rule, since, limit: EXAMINED } }));
    },
  });
  const { error, data } = attempt;
  return (
    <section className="rule-try" aria-label={t("rules.try")}>
      <div className="rule-row">
        <Select
          value={span}
          options={SPANS.map((value) => ({ value, label: t(`gateway.window.${value}`) }))}
          aria-label={t("gateway.time")}
          onChange={setSpan}
          className="rule-operator"
        />
        <Button icon={<ExperimentOutlined />} loading={attempt.isPending} onClick={() => attempt.mutate()}>
          {t("rules.try")}
        </Button>
      </div>
      {!data && !error && <p className="soft">{t("rules.tryHint")}</p>}
      {error && <Alert type="error" showIcon title={problemOf(error)} />}
      {data && !error && <Matches result={data} />}
    </section>
  );
}

function Matches({ result }: { result: Schema<"DryRunResult"> }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite">
      <p>
        <strong>{t("rules.found", { matched: result.matched, examined: result.examined })}</strong>{" "}
        {result.ended_by !== "log" && <span className="soft">{t(`rules.endedBy.${result.ended_by}`)}</span>}
      </p>
      {result.undecidable > 0 && <p className="soft">{t("rules.undecidable", { count: result.undecidable })}</p>}
      {result.keys.length > 0 && (
        <ul className="rule-keys">
          {result.keys.slice(0, SHOWN).map((key) => (
            <li key={key.key_id ?? 0}>
              {t("rules.wouldAct", {
                key: key.key_id === null ? t("rules.noKey") : nameOr(key.key ?? null, key.key_id),
                met: key.met,
                acts: key.acts,
              })}
              {key.acts > 0 && <span className="soft"> {actionsText(t, key.actions)}</span>}
            </li>
          ))}
        </ul>
      )}
      <ul className="rule-matches">
        {result.matches.slice(0, SHOWN).map((match) => (
          <li key={match.id}>
            <HttpStatus of={match.status} />
            <span className="rule-why">
              {problemText({ message: match.why, reason: match.because })}
              <span className="soft mono">{match.model ?? match.path}</span>
            </span>
            <Time value={match.started_at} shape="clock" />
          </li>
        ))}
      </ul>
    </div>
  );
}
