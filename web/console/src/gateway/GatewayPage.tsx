import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useParams } from "react-router";
import { useCan } from "../auth/session";
import { NotFound } from "../shell/NotFound";
import { Page } from "../ui/Page";
import { RequestLog } from "./log/RequestLog";
import { Keys } from "./pool/Keys";
import { Prices } from "./prices/Prices";
import { Routes } from "./routes/Routes";
import { Rules } from "./rules/Rules";
import { Scripts } from "./scripts/Scripts";
import { Overview } from "./stats/Overview";
import { Statistics } from "./stats/Statistics";
import { Upstreams } from "./upstreams/Upstreams";

export function GatewayPage() {
  const { t } = useTranslation();
  const { section = "overview" } = useParams();
  const navigate = useNavigate();
  const can = useCan();
  const tabs = [
    { key: "overview", label: t("gatewayStats.overview"), children: <Overview /> },
    { key: "upstreams", label: t("gateway.upstreams"), children: <Upstreams /> },
    { key: "keys", label: t("gateway.keys"), children: <Keys /> },
    { key: "routes", label: t("gateway.routes"), children: <Routes /> },
    { key: "rules", label: t("rules.title"), children: <Rules /> },
    { key: "scripts", label: t("scripts.title"), children: <Scripts />, needs: "gateway.scripts.read" },
    { key: "log", label: t("gateway.log"), children: <RequestLog /> },
    { key: "statistics", label: t("gatewayStats.statistics"), children: <Statistics />, needs: "gateway.stats.read" },
    { key: "prices", label: t("gatewayStats.prices"), children: <Prices /> },
  ];
  const seen = tabs.filter(({ needs = "gateway.read" }) => can(needs));
  const shown = seen.find(({ key }) => key === section);
  const [first] = seen;
  if (!tabs.some(({ key }) => key === section)) return <NotFound />;
  if (!shown && first) return <Navigate to={`/gateway/${first.key}`} replace />;
  return (
    <Page
      title={t("nav.gateway")}
      tabTitle={shown ? `${shown.label} · ${t("nav.gateway")}` : t("nav.gateway")}
      description={t("gateway.description")}
    >
      <Tabs
        activeKey={section}
        onChange={(next) => void navigate(`/gateway/${next}`)}
        destroyOnHidden
        items={seen.map(({ key, label, children }) => ({ key, label, children }))}
      />
    </Page>
  );
}
