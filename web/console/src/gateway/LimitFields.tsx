import { useTranslation } from "react-i18next";
import { fieldsOf } from "../ui/forms/fields";
import type { Limits } from "./types";

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
