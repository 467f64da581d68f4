import { useQuery } from "@tanstack/react-query";
import { AutoComplete } from "antd";
import { useTranslation } from "react-i18next";
import { api, type Page } from "../../api/http";

/** A channel's name: one that exists, or one still to be made. */
export function ChannelName({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["channels", "names"],
    queryFn: ({ signal }) => api.get<Page<{ name: string }>>("/api/admin/channels", { limit: 200 }, signal),
  });
  return (
    <AutoComplete
      value={value}
      options={data?.items.map(({ name }) => ({ value: name })) ?? []}
      aria-label={t("rules.channel")}
      placeholder={t("rules.channel")}
      onChange={onChange}
      className="rule-value"
    />
  );
}
