import { useTranslation } from "react-i18next";
import { useCan } from "../auth/session";
import { CLIENT_KEYS } from "../keys/types";
import { ChoiceFilter } from "../ui/filters";
import { NamedFilter } from "../ui/list/NamedFilter";
import type { Field } from "../ui/useAddress";
import { hintOf } from "./pool/types";
import { useUpstreams } from "./queries";
import { KEYS } from "./resources";

interface Props extends Field {
  /** What is held of the upstream; a name also finds those that are gone. */
  by?: "id" | "name";
}

/** Narrows a list to one upstream. */
export function UpstreamFilter({ value, onChange, by = "id" }: Props) {
  const { t } = useTranslation();
  const { data } = useUpstreams();
  // nothing belongs to the built-in one by its id: it has no keys, rules, scripts or prices of its own
  const shown = data?.items.filter(({ id }) => by === "name" || id > 0) ?? [];
  return (
    <ChoiceFilter
      label={t("gateway.upstream")}
      showSearch={{ optionFilterProp: "label" }}
      value={value}
      options={shown.map((upstream) => ({ value: String(upstream[by]), label: upstream.name }))}
      onChange={onChange}
    />
  );
}

/** Narrows figures or requests to one upstream key and one client key, as far as this person may see them. */
export function KeyFilters({ field }: { field: (name: "key_id" | "client_key_id") => Field }) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <>
      {can("gateway.read") && (
        <NamedFilter
          of={KEYS}
          label={t("gateway.key")}
          nameOf={(key) => `${key.name} ${hintOf(key)}`.trim()}
          {...field("key_id")}
        />
      )}
      {can("keys.read") && <NamedFilter of={CLIENT_KEYS} label={t("gateway.clientKey")} {...field("client_key_id")} />}
    </>
  );
}
