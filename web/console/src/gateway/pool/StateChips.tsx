import { useQuery } from "@tanstack/react-query";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/http";
import { usePreferences } from "../../preferences/store";
import { type KeyState, STATES } from "./types";

interface Props {
  upstreamId: string;
  q: string;
  value: string;
  onChange: (state: string) => void;
}

/** One chip a state with how many keys are in it; a chip is a filter, pressed again it is none. */
export function StateChips({ upstreamId, q, value, onChange }: Props) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const counts = useQuery({
    queryKey: ["upstream-keys", "counts", upstreamId, q],
    queryFn: ({ signal }) =>
      api.get<Record<KeyState, number>>("/api/admin/keys/counts", { upstream_id: upstreamId, q }, signal),
  });
  const amount = new Intl.NumberFormat(language);
  return (
    <fieldset className="chips" aria-label={t("gateway.status")}>
      {STATES.map((state) => (
        <Tag.CheckableTag
          key={state}
          checked={value === state}
          onChange={(isOn) => onChange(isOn ? state : "")}
          aria-pressed={value === state}
        >
          {t(`pool.state.${state}`)} {counts.data ? amount.format(counts.data[state]) : "…"}
        </Tag.CheckableTag>
      ))}
    </fieldset>
  );
}
