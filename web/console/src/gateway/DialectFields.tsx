import { Collapse, Form, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Dialect } from "./types";

export const ALL_AUTOMATIC: Dialect = {
  reasoning: null,
  max_tokens_field: null,
  default_max_tokens: null,
  fills_properties: null,
  asks_for_stream_usage: null,
};

const REASONING = { openai: ["reasoning_effort", "off"], anthropic: ["budget", "adaptive", "off"] } as const;
const MAX_TOKENS = ["max_tokens", "max_completion_tokens"] as const;

/** How the upstream wants to be asked, as `dialect` of the form; what is empty follows from provider and model. */
export function DialectFields() {
  const { t } = useTranslation();
  const format: keyof typeof REASONING = Form.useWatch("format") ?? "openai";
  const yesOrNo = [
    { value: true, label: t("dialect.yes") },
    { value: false, label: t("dialect.no") },
  ];
  const choice = (name: keyof Dialect, options: { value: string | boolean; label: string }[], extra?: string) => (
    <Form.Item name={["dialect", name]} label={t(`dialect.${name}`)} extra={extra} normalize={(value) => value ?? null}>
      <Select allowClear options={options} placeholder={t("dialect.automatic")} />
    </Form.Item>
  );
  const reasoning = REASONING[format].map((value) => ({ value, label: t(`dialect.reasonings.${value}`) }));
  const fields = (
    <>
      {choice("reasoning", reasoning, t("dialect.hint"))}
      {format === "openai" ? (
        <>
          {choice(
            "max_tokens_field",
            MAX_TOKENS.map((value) => ({ value, label: value })),
          )}
          {choice("fills_properties", yesOrNo, t("dialect.propertiesHint"))}
          {choice("asks_for_stream_usage", yesOrNo, t("dialect.usageHint"))}
        </>
      ) : (
        <Form.Item
          name={["dialect", "default_max_tokens"]}
          label={t("dialect.default_max_tokens")}
          extra={t("dialect.defaultHint")}
        >
          <InputNumber min={1} max={10_000_000} precision={0} className="full" placeholder={t("dialect.automatic")} />
        </Form.Item>
      )}
    </>
  );
  return (
    <Form.Item>
      <Collapse items={[{ key: "dialect", label: t("dialect.title"), children: fields, forceRender: true }]} />
    </Form.Item>
  );
}
