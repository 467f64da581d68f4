import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { Page } from "../ui/Page";
import { Keys } from "./pool/Keys";
import { RequestLog } from "./RequestLog";
import { Routes } from "./Routes";
import { Rules } from "./rules/Rules";
import { Upstreams } from "./Upstreams";

export function GatewayPage() {
  const { t } = useTranslation();
  const { section = "upstreams" } = useParams();
  const navigate = useNavigate();
  return (
    <Page title={t("nav.gateway")} description={t("gateway.description")}>
      <Tabs
        activeKey={section}
        onChange={(next) => void navigate(`/gateway/${next}`)}
        destroyOnHidden
        items={[
          { key: "upstreams", label: t("gateway.upstreams"), children: <Upstreams /> },
          { key: "keys", label: t("gateway.keys"), children: <Keys /> },
          { key: "routes", label: t("gateway.routes"), children: <Routes /> },
          { key: "rules", label: t("rules.title"), children: <Rules /> },
          { key: "log", label: t("gateway.log"), children: <RequestLog /> },
        ]}
      />
    </Page>
  );
}
