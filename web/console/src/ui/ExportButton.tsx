import { DownloadOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/errors";
import { api, type Query } from "../api/http";

/** Saves what the server exports under the filters of the moment. */
export function ExportButton({ path, query }: { path: string; query: () => Query }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await api.download(path, query());
      void message.success(t("gatewayStats.exported"));
    } catch (error) {
      void message.error(error instanceof ApiError ? error.message : t("error.unreachable"));
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
