import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download, type Query } from "../api/client";
import { ApiError } from "../api/errors";
import { useNotices } from "./useNotices";

/** Saves what the server exports under the filters of the moment. */
export function ExportButton({ path, query }: { path: string; query: () => Query }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    notices.clearFailures();
    try {
      await download(path, query());
      notices.success(t("gatewayStats.exported"));
    } catch (error) {
      notices.error(error instanceof ApiError ? error.message : t("error.unreachable"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<DownloadOutlined />} loading={isBusy} onClick={() => void save()}>
      {t("gatewayStats.export")}
    </Button>
  );
}
