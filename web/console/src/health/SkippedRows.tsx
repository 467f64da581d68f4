import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { wordsOf } from "../words";
import { placeOf, type Skipped } from "./parts";

/** The stored rows that cannot be read, each with its reason and the way to it. */
export function SkippedRows({ rows }: { rows: Skipped[] }) {
  const { t } = useTranslation();
  return (
    <section className="skipped" aria-label={t("health.skipped")}>
      <h3>{t("health.skipped")}</h3>
      <p className="soft small">{t("health.skippedHint")}</p>
      <ul>
        {rows.map((row) => {
          const kind = wordsOf(`health.kind.${row.kind}`) ?? row.kind;
          const label = `${kind} ${row.name || t("health.number", { id: row.id })}`;
          const place = placeOf(row);
          return (
            <li key={`${row.kind} ${row.id}`}>
              {place ? <Link to={place}>{label}</Link> : label}
              <span className="mono small">{row.reason}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
