import { ExperimentOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Segmented } from "antd";
import { diffLines } from "diff";
import type { TFunction } from "i18next";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../../api/client";
import { ActionFailed, messageOf } from "../../api/errors";
import { CHOICES } from "../../generated/values";
import { tried } from "../../tried";
import { type Phase, SAMPLE_REQUEST, SAMPLE_RESPONSE, type ScriptFields } from "./examples";

const INDENT = 2;
const US_PER_MS = 1000;

/** One run on a sample in the sandbox, with the source and the limits as they stand in the form. */
export function TrialPanel({ phase, onPhase }: { phase: Phase; onPhase: (phase: Phase) => void }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<ScriptFields>();
  const [request, setRequest] = useState(SAMPLE_REQUEST);
  const [response, setResponse] = useState(SAMPLE_RESPONSE);
  const parsed = (which: Phase, text: string): Record<string, unknown> => {
    const sample = tried(() => JSON.parse(text) as Record<string, unknown>);
    if (sample === undefined) throw new ActionFailed(t("scripts.notJson", { what: t(`scripts.sample.${which}`) }));
    return sample;
  };
  const attempt = useMutation({
    mutationFn: async () => {
      const { source, timeout_ms, memory_limit_mb } = form.getFieldsValue(true) as ScriptFields;
      const samples = {
        request: parsed("request", request),
        response: phase === "response" ? parsed("response", response) : undefined,
      };
      // what is no sample is said by the server
      const body = { source, phase, timeout_ms, memory_limit_mb, ...samples } as unknown as Schema<"ScriptTest">;
      const trial = await dataOf(client.POST("/api/admin/scripts/test", { body }));
      return { trial, before: samples[phase] };
    },
  });
  const { data, error } = attempt;
  return (
    <section className="script-try" aria-label={t("scripts.try")}>
      <div className="rule-row">
        <Segmented<Phase>
          aria-label={t("scripts.phaseOf")}
          value={phase}
          onChange={onPhase}
          options={CHOICES["ScriptTest.phase"].map((value) => ({ value, label: t(`scripts.phase.${value}`) }))}
        />
        <Button icon={<ExperimentOutlined />} loading={attempt.isPending} onClick={() => attempt.mutate()}>
          {t("scripts.try")}
        </Button>
      </div>
      <Sample label={t("scripts.sample.request")} value={request} onChange={setRequest} />
      {phase === "response" && <Sample label={t("scripts.sample.response")} value={response} onChange={setResponse} />}
      <div aria-live="polite">
        {error && <Alert type="error" showIcon title={messageOf(error)} />}
        {data && !error && <Result trial={data.trial} before={data.before} />}
      </div>
    </section>
  );
}

function Sample({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the text area is inside
    <label className="script-sample">
      <span>{label}</span>
      <Input.TextArea
        className="mono"
        autoSize={{ minRows: 4, maxRows: 8 }}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        spellCheck={false}
      />
    </label>
  );
}

function Result({ trial, before }: { trial: Schema<"ScriptTestResult">; before: Record<string, unknown> | undefined }) {
  const { t } = useTranslation();
  const { error, rejection, output, logs } = trial;
  return (
    <>
      {error && <Alert type="error" showIcon title={faultText(error, t)} />}
      {rejection && (
        <Alert
          type="warning"
          showIcon
          title={t("scripts.rejects", { status: rejection.status })}
          description={rejection.message}
        />
      )}
      {output && (
        <Part title={t("scripts.result")}>
          <Changes before={before} after={output} />
        </Part>
      )}
      {logs.length > 0 && (
        <Part title={t("scripts.logs")}>
          <pre className="script-text mono">{logs.join("\n")}</pre>
        </Part>
      )}
      <p className="soft small">{t("scripts.took", { ms: (trial.took_us / US_PER_MS).toFixed(2) })}</p>
    </>
  );
}

/** As saving says it; what the engine says of a script stands as it is. */
function faultText({ kind, line, message }: NonNullable<Schema<"ScriptTestResult">["error"]>, t: TFunction): string {
  if (kind === "timeout" || kind === "memory") return t(`problem.reason.script_${kind}`);
  return line === null ? message : t("problem.reason.script_fault_at", { line, why: message });
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="script-part" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** Beyond so many changed lines a comparison costs more than it tells. */
const MOST_CHANGES = 600;

/** Lines added and removed, told by a sign as well as by colour. */
function Changes({ before, after }: { before: Record<string, unknown> | undefined; after: Record<string, unknown> }) {
  const { t } = useTranslation();
  // only what the sample names is compared: the rest is the server's defaults
  const shown = Object.fromEntries(Object.keys(before ?? after).map((key) => [key, after[key]]));
  const text = JSON.stringify(shown, null, INDENT);
  const parts = diffLines(JSON.stringify(before ?? {}, null, INDENT), text, { maxEditLength: MOST_CHANGES });
  if (!parts) return <pre className="script-text mono">{text}</pre>;
  if (!parts.some(({ added, removed }) => added || removed)) return <p className="soft">{t("scripts.unchanged")}</p>;
  return (
    <pre className="script-text mono">
      {parts.map(({ added, removed, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name and are never moved
        <span key={index} className="script-lines" data-kind={added ? "added" : removed && "removed"}>
          {value.trimEnd().replace(/^/gm, added ? "+ " : removed ? "- " : "  ")}
        </span>
      ))}
    </pre>
  );
}
