import { Alert, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { fieldProblem } from "../../api/problems";

/** What an import will make, and what of the file has no like here. */
export function Preview({ shown }: { shown: Schema<"ImportResult"> }) {
  const { t } = useTranslation();
  return (
    <section aria-live="polite" className="moving-preview">
      <h4>{t("gateway.upstreams")}</h4>
      <ul>
        {shown.upstreams.map((upstream) => (
          <li key={upstream.name}>
            <strong>{upstream.name}</strong> <span className="soft">{upstream.base_url}</span>{" "}
            {t("moving.keys", { count: upstream.keys })} {upstream.known && <Tag>{t("moving.known")}</Tag>}
          </li>
        ))}
      </ul>
      <h4>{t("gateway.routes")}</h4>
      <ul>
        {shown.routes.map((route) => (
          <li key={route.model}>
            <strong>{route.model}</strong> → {route.targets.join(", ")}
            {route.fallbacks.length > 0 && <span className="soft"> ({route.fallbacks.join(", ")})</span>}{" "}
            {route.known && <Tag>{t("moving.known")}</Tag>}
          </li>
        ))}
      </ul>
      {shown.notes.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("moving.notes")}
          description={
            <ul>
              {shown.notes.map(({ message, ...reason }) => (
                <li key={message}>{fieldProblem({ field: "", message }, { field: "", ...reason })}</li>
              ))}
            </ul>
          }
        />
      )}
    </section>
  );
}
