import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { download, type Query } from "../api/client";
import { useAction } from "./useAction";

/** Saves what the server exports under the filters of the moment. */
export function ExportButton({ path, query }: { path: string; query: () => Query }) {
  const { t } = useTranslation();
  const { run, isBusy } = useAction();
  const save = () => void run(() => download(path, query()), t("gatewayStats.exported"));
  return (
    <Button icon={<DownloadOutlined />} loading={isBusy} onClick={save}>
      {t("gatewayStats.export")}
    </Button>
  );
}
