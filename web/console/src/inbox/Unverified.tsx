import { Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { isClaimed, type Session } from "./types";

/** Says so where a visitor's name and address are only what the page claims. */
export function Unverified({ session }: { session: Session }) {
  const { t } = useTranslation();
  if (!isClaimed(session)) return null;
  return (
    <Tooltip title={t("inbox.unverifiedHint")}>
      <Tag>{t("inbox.unverified")}</Tag>
    </Tooltip>
  );
}
