import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../ui/EmptyState";
import { usePageTitle } from "../ui/usePageTitle";

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t("shell.notFound"));
  return (
    <div className="page">
      <EmptyState title={t("shell.notFound")} hint={t("shell.notFoundHint")}>
        <Link to="/">
          <Button type="primary">{t("shell.toStart")}</Button>
        </Link>
      </EmptyState>
    </div>
  );
}
