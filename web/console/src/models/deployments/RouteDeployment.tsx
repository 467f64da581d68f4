import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";
import { useCan } from "../../auth/session";
import { formatMs } from "../../format";
import { Targets } from "../../gateway/routes/Targets";
import { formatCosts, formatCount, formatShare } from "../../gateway/stats/format";
import { CodeSample } from "../../ui/CopyButton";
import { Facts, Figures } from "../../ui/Fact";
import { type Settings, settingsOf } from "../chat/composer";
import type { Deployment } from "../resources";
import { Served } from "./DeploymentsPage";
import { DeploymentStatus } from "./state";

const REFRESH_MS = 5000;

/** A deployment of a route of the gateway: where it leads, and how that does. */
export function RouteDeployment({ deployment }: { deployment: Deployment }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="deployment">
        <section className="card tile" aria-label={t("deployment.state")}>
          <Facts
            of={{
              [t("deployment.state")]: <DeploymentStatus of={deployment} />,
              [t("deployment.kind.route")]: <Served of={deployment} />,
              ...useTargets(deployment),
            }}
          />
        </section>
        <LastDay deployment={deployment} />
      </div>
      <section className="below" aria-label={t("playground.call")}>
        <h2 className="section-title">{t("playground.call")}</h2>
        <p className="soft small">{t("chat.callHint")}</p>
        <CodeSample label={t("playground.call")} code={callOf(deployment.name)} />
      </section>
    </>
  );
}

/** Where the route leads, for whoever may see that. */
function useTargets({ route_id }: Deployment) {
  const { t } = useTranslation();
  const mayRead = useCan()("gateway.read");
  const init = { params: { path: { route_id: route_id ?? 0 } } };
  const enabled = mayRead && route_id !== null;
  const { data } = reads.useQuery("get", "/api/admin/routes/{route_id}", init, { enabled });
  if (!data) return {};
  return {
    [t("gateway.targets")]: <Targets of={data.targets} isLinked />,
    [t("gateway.fallbacks")]: <Targets of={data.fallbacks} isLinked />,
  };
}

function LastDay({ deployment: { id } }: { deployment: Deployment }) {
  const { t } = useTranslation();
  const init = { params: { path: { deployment_id: id } } };
  const again = { refetchInterval: REFRESH_MS, retry: false };
  const { data } = reads.useQuery("get", "/api/deployments/{deployment_id}/figures", init, again);
  const sums = data?.route;
  return (
    <section className="card tile" aria-label={t("deployment.lastDay")}>
      <header>
        <h2>{t("deployment.lastDay")}</h2>
      </header>
      <Figures
        of={[
          [t("deployment.requests"), sums ? formatCount(sums.requests) : "–"],
          [t("deployment.errors"), sums ? formatShare(sums.errors, sums.requests) : "–"],
          [t("deployment.median"), formatMs(sums?.p50_ms ?? null)],
          [t("deployment.slow"), formatMs(sums?.p95_ms ?? null)],
          [t("deployment.tokens"), sums ? formatCount(sums.tokens_in + sums.tokens_out) : "–"],
          [t("deployment.cost"), sums ? formatCosts(sums.costs) : "–"],
        ]}
      />
      <p className="soft small">{t("deployment.lastDayHint")}</p>
    </section>
  );
}

/** For a shell, with the key of a program. */
export function callOf(model: string, asked: Settings = {}): string {
  const { system, ...settings } = settingsOf(asked);
  const told = system ? [{ role: "system", content: system }] : [];
  const body = JSON.stringify({ model, messages: [...told, { role: "user", content: "Hello" }], ...settings });
  return [
    `curl ${location.origin}/v1/chat/completions \\`,
    '  -H "Authorization: Bearer $KEY" \\',
    `  --json '${body.replaceAll("'", "'\\''")}'`,
  ].join("\n");
}
