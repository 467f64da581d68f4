import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../../api/client";
import { takesOutRefused } from "./refused";

/** Offers the rule that takes out keys which are always refused, where there is none. */
export function RefusedHint({ count }: { count: number }) {
  const { t } = useTranslation();
  const { data } = reads.useQuery(
    "get",
    "/api/admin/rules",
    { params: { query: { limit: 100 } } },
    { enabled: count > 0 },
  );
  if (count === 0 || !data || takesOutRefused(data.items)) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="form-alert"
      title={t("pool.refused", { count })}
      action={
        <Link to="/gateway/rules?open=new">{t("pool.refusedRule", { name: t("rules.preset.invalid_key") })}</Link>
      }
    />
  );
}
