/** What stands in the place of a page. */
import { LockOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { usePageTitle } from "../ui/Page";

function NoPage(words: { title: string; hint: string; icon?: ReactNode }) {
  const { t } = useTranslation();
  usePageTitle(words.title);
  return (
    <div className="page">
      <EmptyState {...words}>
        <Link to="/">
          <Button type="primary">{t("shell.toStart")}</Button>
        </Link>
      </EmptyState>
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return <NoPage title={t("shell.notFound")} hint={t("shell.notFoundHint")} />;
}

/** Of a page that this person may not see. */
export function Forbidden() {
  const { t } = useTranslation();
  const me = useMe();
  const hint = me ? t("shell.forbiddenHint", { role: t(`role.${me.role}`) }) : "";
  return <NoPage icon={<LockOutlined />} title={t("shell.forbidden")} hint={hint} />;
}
