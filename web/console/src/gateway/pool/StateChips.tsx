import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";
import { formatNumber } from "../../format";
import { type KeyFilter, STATES } from "./types";

interface Props {
  filter: KeyFilter;
  value: string;
  onChange: (state: string) => void;
}

/** How many keys are in each state, whatever state the filter names: a list counts no further than 10,000. */
export function useKeyCounts({ state: _, ...filter }: KeyFilter) {
  return reads.useQuery("get", "/api/admin/keys/counts", { params: { query: filter } }).data;
}

/** One chip a state with how many keys are in it; a chip is a filter, pressed again it is none. */
export function StateChips({ filter, value, onChange }: Props) {
  const { t } = useTranslation();
  const counts = useKeyCounts(filter);
  return (
    <fieldset className="chips" aria-label={t("gateway.status")}>
      {STATES.map((state) => (
        <Button
          key={state}
          size="small"
          shape="round"
          type={value === state ? "primary" : "default"}
          aria-pressed={value === state}
          onClick={() => onChange(value === state ? "" : state)}
        >
          {`${t(`pool.state.${state}`)} ${counts ? formatNumber(counts[state]) : "…"}`}
        </Button>
      ))}
    </fieldset>
  );
}
