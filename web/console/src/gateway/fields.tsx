import { AutoComplete, type AutoCompleteProps, Form, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../api/client";
import { fieldsOf } from "../ui/forms/fields";
import { problemText, useUpstreamOptions } from "./queries";
import type { Limits } from "./resources";

interface Props {
  /** What none means; without it there must be one. */
  placeholder?: string;
  isFixed?: boolean;
}

/** The upstream that a form's row is about, as `upstream_id`. */
export function UpstreamField({ placeholder, isFixed = false }: Props) {
  const { t } = useTranslation();
  const options = useUpstreamOptions();
  const isRequired = placeholder === undefined;
  const only = isRequired && !isFixed && options.length === 1 ? options[0]?.value : undefined;
  return (
    <Form.Item name="upstream_id" label={t("gateway.upstream")} initialValue={only} rules={[{ required: isRequired }]}>
      <Select
        allowClear={!isRequired}
        showSearch={{ optionFilterProp: "label" }}
        options={options}
        placeholder={placeholder}
        disabled={isFixed || undefined}
      />
    </Form.Item>
  );
}

const FRESH_MS = 300_000;

interface ModelProps
  extends Pick<AutoCompleteProps<string>, "id" | "value" | "onChange" | "placeholder" | "aria-label"> {
  /** Whose models are offered. */
  upstreamId: number | null | undefined;
  /** Offered while there is no upstream. */
  known?: string[] | undefined;
}

/** A model's name: one of those that the upstream names once it is asked, or any other. */
export function ModelInput({ upstreamId, known = [], ...input }: ModelProps) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const init = { params: { path: { upstream_id: upstreamId ?? 0 } } };
  const once = { enabled: isAsked && typeof upstreamId === "number", staleTime: FRESH_MS, retry: false };
  const { data, isFetching } = reads.useQuery("get", "/api/admin/upstreams/{upstream_id}/models", init, once);
  const wanted = (input.value ?? "").toLowerCase();
  const models = typeof upstreamId === "number" ? (data?.models ?? []) : [...new Set(known)];
  const shown = models.filter((model) => model.toLowerCase().includes(wanted));
  const says = isFetching ? t("gateway.modelsAsked") : data && problemText(data);
  return (
    <AutoComplete<string>
      {...input}
      maxLength={200}
      options={shown.map((value) => ({ value }))}
      notFoundContent={says ? <span className="soft">{says}</span> : null}
      onMouseDown={() => setAsked(true)}
      onKeyDown={() => setAsked(true)} // not on the focus, which a form gives its first field
    />
  );
}

const { NumberField } = fieldsOf("limits", "LimitsIn", "limits");

export const NO_LIMITS: Limits = { requests_per_minute: null, tokens_per_minute: null, max_concurrency: null };

/** The limits of an upstream or of a route, as `limits` of the form; empty is without one. */
export function LimitFields({ hint }: { hint: string }) {
  const { t } = useTranslation();
  const placeholder = t("keys.unlimited");
  return (
    <>
      <div className="form-row">
        <NumberField name="requests_per_minute" placeholder={placeholder} />
        <NumberField name="tokens_per_minute" placeholder={placeholder} />
      </div>
      <NumberField name="max_concurrency" extra={hint} placeholder={placeholder} />
    </>
  );
}
