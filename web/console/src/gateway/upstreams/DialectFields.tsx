import { Collapse, Form, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";
import { CHOICES } from "../../generated/values";
import { fieldsOf } from "../../ui/forms/fields";
import type { Dialect } from "../resources";
import { ALL_AUTOMATIC, presetOf, presetsWith } from "./presets";

const { Field, NumberField } = fieldsOf("dialect", "DialectIn", "dialect");

const REASONING = { openai: ["reasoning_effort", "off"], anthropic: ["budget", "adaptive", "off"] } as const;

/** How the upstream wants to be asked, as `dialect` of the form; what is empty follows from provider and model. */
export function DialectFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const format: keyof typeof REASONING = Form.useWatch("format") ?? "openai";
  const presetsRead = { staleTime: Number.POSITIVE_INFINITY };
  const { data: presets = [] } = reads.useQuery("get", "/api/admin/upstreams/presets", {}, presetsRead);
  const preset = presetOf(presets, Form.useWatch("base_url") ?? "");
  const known = format === "openai" ? preset?.dialect : undefined;
  const yesOrNo = [true, false].map((value) => ({ value, label: t(value ? "dialect.yes" : "dialect.no") }));
  const choice = (name: keyof Dialect, options: { value: string | boolean; label: string }[]) => {
    const value = options.find((option) => option.value === known?.[name])?.label;
    const placeholder = value ? t("dialect.automaticAs", { value }) : t("dialect.automatic");
    return (
      <Field name={name} normalize={(chosen) => chosen ?? null}>
        <Select allowClear options={options} placeholder={placeholder} />
      </Field>
    );
  };
  const reasoningNow = Form.useWatch(["dialect", "reasoning"]);
  useEffect(() => {
    // how one format names effort is nothing to the other
    if (reasoningNow && !REASONING[format].some((value) => value === reasoningNow))
      form.setFieldValue(["dialect", "reasoning"], null);
  }, [form, format, reasoningNow]);
  const [chosenName, setChosenName] = useState<string>();
  const names = presetsWith(presets, Form.useWatch("dialect")).map(({ name }) => name);
  const automatic = preset ? t("dialect.automaticAs", { value: preset.name }) : t("dialect.automatic");
  const filledIn = [chosenName, preset?.name].find((name) => name && names.includes(name));
  const choosePreset = (name: string | undefined) => {
    setChosenName(name);
    const chosen = presets.find((one) => one.name === name);
    const { default_max_tokens: _, ...values } = chosen?.dialect ?? ALL_AUTOMATIC;
    form.setFieldsValue({ dialect: values });
  };
  const reasoning = REASONING[format].map((value) => ({ value, label: t(`dialect.reasonings.${value}`) }));
  const maxTokens = CHOICES["DialectIn.max_tokens_field"].map((value) => ({ value, label: value }));
  const fields = (
    <>
      {format === "openai" && (
        <Form.Item
          label={t("dialect.preset")}
          htmlFor="dialect-preset"
          extra={preset ? t("dialect.knownProvider", { name: preset.name }) : t("dialect.unknownProvider")}
        >
          <Select<string>
            id="dialect-preset"
            allowClear
            showSearch
            value={filledIn ?? (names.length === 1 ? (names[0] ?? null) : null)}
            placeholder={names.length > 1 ? names.join(" / ") : automatic}
            options={presets.map(({ name, host }) => ({ value: name, label: `${name} (${host})` }))}
            onChange={choosePreset}
          />
        </Form.Item>
      )}
      {choice("reasoning", reasoning)}
      {format === "openai" ? (
        <>
          {choice("max_tokens_field", maxTokens)}
          {choice("fills_properties", yesOrNo)}
          {choice("asks_for_stream_usage", yesOrNo)}
        </>
      ) : (
        <NumberField name="default_max_tokens" placeholder={t("dialect.automatic")} />
      )}
    </>
  );
  return (
    <Form.Item>
      <Collapse items={[{ key: "dialect", label: t("dialect.title"), children: fields, forceRender: true }]} />
    </Form.Item>
  );
}
