import { LockOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { usePageTitle } from "../ui/usePageTitle";

/** In the place of a page that this person may not see. */
export function Forbidden() {
  const { t } = useTranslation();
  const me = useMe();
  usePageTitle(t("shell.forbidden"));
  return (
    <div className="page">
      <EmptyState
        icon={<LockOutlined />}
        title={t("shell.forbidden")}
        hint={me ? t("shell.forbiddenHint", { role: t(`role.${me.role}`) }) : ""}
      >
        <Link to="/">
          <Button type="primary">{t("shell.toStart")}</Button>
        </Link>
      </EmptyState>
    </div>
  );
}
