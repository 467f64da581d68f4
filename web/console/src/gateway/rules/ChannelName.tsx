import { AutoComplete, Typography } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";

/** A channel's name: one that exists, or one still to be made, which is said. */
export function ChannelName({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { t } = useTranslation();
  const hint = useId();
  const { data } = reads.useQuery("get", "/api/admin/channels", { params: { query: { limit: 200 } } });
  const isUnknown =
    data !== undefined &&
    data.total <= data.items.length &&
    value !== "" &&
    !data.items.some(({ name }) => name === value);
  return (
    <div className="rule-channel">
      <AutoComplete
        value={value}
        options={data?.items.map(({ name }) => ({ value: name })) ?? []}
        aria-label={t("rules.channel")}
        aria-describedby={isUnknown ? hint : undefined}
        status={isUnknown ? "warning" : undefined}
        placeholder={t("rules.channel")}
        onChange={onChange}
      />
      {isUnknown && (
        <Typography.Text type="warning" id={hint} role="status">
          {t("channels.unknown", { name: value })}
        </Typography.Text>
      )}
    </div>
  );
}
