import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../api/client";
import { useCan } from "../auth/session";

/** The deployments of models that have failed, with the way to each, for whoever may see them. */
export function FailedDeployments({ refetchInterval }: { refetchInterval: number }) {
  const { t } = useTranslation();
  const init = { params: { query: { kind: "model" as const, limit: 200 } } };
  const enabled = useCan()("models.read");
  const { data } = reads.useQuery("get", "/api/deployments", init, { enabled, refetchInterval });
  const failed = data?.items.filter(({ status }) => status === "failed") ?? [];
  if (failed.length === 0) return null;
  return (
    <section className="skipped" aria-label={t("health.failedDeployments")}>
      <h3>{t("health.failedDeployments")}</h3>
      <ul>
        {failed.map(({ id, name, reason }) => (
          <li key={id}>
            <Link to={`/deployments/${id}`}>{name}</Link>
            {reason && <span className="mono small">{reason}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
