import { useTranslation } from "react-i18next";
import { ChoiceFilter } from "../ui/ChoiceFilter";
import { useUpstreams } from "./queries";

interface Props {
  value: string;
  onChange: (value: string) => void;
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
