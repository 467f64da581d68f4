import { AutoComplete, type AutoCompleteProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../api/client";

const FRESH_MS = 300_000;

interface Props extends Pick<AutoCompleteProps<string>, "id" | "value" | "onChange" | "placeholder" | "aria-label"> {
  /** Whose models are offered. */
  upstreamId: number | null | undefined;
  /** Offered while there is no upstream. */
  known?: string[] | undefined;
}

/** A model's name: one of those that the upstream names once it is asked, or any other. */
export function ModelInput({ upstreamId, known = [], ...input }: Props) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const { data, isFetching } = reads.useQuery(
    "get",
    "/api/admin/upstreams/{upstream_id}/models",
    { params: { path: { upstream_id: upstreamId ?? 0 } } },
    { enabled: isAsked && typeof upstreamId === "number", staleTime: FRESH_MS, retry: false },
  );
  const wanted = (input.value ?? "").toLowerCase();
  const models = typeof upstreamId === "number" ? (data?.models ?? []) : [...new Set(known)];
  const shown = models.filter((model) => model.toLowerCase().includes(wanted));
  const says = isFetching ? t("gateway.modelsAsked") : data?.message;
  return (
    <AutoComplete<string>
      {...input}
      maxLength={200}
      options={shown.map((value) => ({ value }))}
      notFoundContent={says ? <span className="soft">{says}</span> : null}
      onFocus={() => setAsked(true)}
    />
  );
}
