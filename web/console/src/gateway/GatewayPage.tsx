import { useTranslation } from "react-i18next";
import { TabbedPage } from "../shell/TabbedPage";
import { RequestLog } from "./log/RequestLog";
import { Keys } from "./pool/Keys";
import { Prices } from "./prices/Prices";
import { Routes } from "./routes/Routes";
import { Rules } from "./rules/Rules";
import { Scripts } from "./scripts/Scripts";
import { Overview } from "./stats/Overview";
import { Statistics } from "./stats/Statistics";
import { Upstreams } from "./upstreams/Upstreams";

const PANELS = {
  "/gateway/overview": <Overview />,
  "/gateway/upstreams": <Upstreams />,
  "/gateway/keys": <Keys />,
  "/gateway/routes": <Routes />,
  "/gateway/rules": <Rules />,
  "/gateway/scripts": <Scripts />,
  "/gateway/log": <RequestLog />,
  "/gateway/statistics": <Statistics />,
  "/gateway/prices": <Prices />,
};

export function GatewayPage() {
  const { t } = useTranslation();
  return <TabbedPage place="gateway" description={t("gateway.description")} panels={PANELS} />;
}
