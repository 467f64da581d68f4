import { Tabs } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useCan } from "../auth/session";
import { GATEWAY_TABS } from "../shell/navigation";
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

const PANELS: Record<(typeof GATEWAY_TABS)[number]["key"], ReactNode> = {
  overview: <Overview />,
  upstreams: <Upstreams />,
  keys: <Keys />,
  routes: <Routes />,
  rules: <Rules />,
  scripts: <Scripts />,
  log: <RequestLog />,
  statistics: <Statistics />,
  prices: <Prices />,
};

/** Which tab may be seen at all is decided before the page is shown. */
export function GatewayPage() {
  const { t } = useTranslation();
  const { section = "overview" } = useParams();
  const navigate = useNavigate();
  const can = useCan();
  const tabs = GATEWAY_TABS.filter(({ permission }) => can(permission));
  const shown = tabs.find(({ key }) => key === section);
  return (
    <Page
      title={t("nav.gateway")}
      tabTitle={shown ? `${t(shown.label)} · ${t("nav.gateway")}` : t("nav.gateway")}
      description={t("gateway.description")}
    >
      <Tabs
        activeKey={section}
        onChange={(next) => void navigate(`/gateway/${next}`)}
        destroyOnHidden
        items={tabs.map(({ key, label }) => ({ key, label: t(label), children: PANELS[key] }))}
      />
    </Page>
  );
}
