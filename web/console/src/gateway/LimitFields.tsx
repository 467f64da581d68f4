import { useTranslation } from "react-i18next";
import { NumberField } from "../ui/forms/NumberField";
import type { Limits } from "./types";

export const NO_LIMITS: Limits = { requests_per_minute: null, tokens_per_minute: null, max_concurrency: null };

/** The limits of an upstream or of a route, as `limits` of the form; empty is without one. */
export function LimitFields({ hint }: { hint: string }) {
  const { t } = useTranslation();
  const field = (name: keyof Limits, label: string, max: number, extra?: string) => (
    <NumberField
      name={["limits", name]}
      label={label}
      extra={extra}
      least={1}
      most={max}
      placeholder={t("keys.unlimited")}
    />
  );
  return (
    <>
      <div className="form-row">
        {field("requests_per_minute", t("pool.requestsPerMinute"), 100_000_000)}
        {field("tokens_per_minute", t("pool.tokensPerMinute"), 1_000_000_000_000)}
      </div>
      {field("max_concurrency", t("pool.maxConcurrency"), 1_000_000, hint)}
    </>
  );
}
