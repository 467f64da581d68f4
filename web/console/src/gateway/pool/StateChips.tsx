import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
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
        <Button
          key={state}
          size="small"
          shape="round"
          type={value === state ? "primary" : "default"}
          aria-pressed={value === state}
          onClick={() => onChange(value === state ? "" : state)}
        >
          {`${t(`pool.state.${state}`)} ${counts.data ? amount.format(counts.data[state]) : "…"}`}
        </Button>
      ))}
    </fieldset>
  );
}
