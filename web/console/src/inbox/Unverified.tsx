import { Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Session } from "./types";

/** Says so where somebody says who they are and nothing but the page's claim proves it. */
export function Unverified({ session: { visitor, is_visitor_verified } }: { session: Session }) {
  const { t } = useTranslation();
  const isNamed = visitor.id || visitor.name || visitor.email;
  if (is_visitor_verified || !isNamed) return null;
  return (
    <Tooltip title={t("inbox.unverifiedHint")}>
      <Tag>{t("inbox.unverified")}</Tag>
    </Tooltip>
  );
}
