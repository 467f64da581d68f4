import { formatMoney, safeImageUrl, safeUrl } from "../../../shared/format";
import type { Source } from "../../../shared/thread";
import type { Translate } from "./i18n";

export function Sources({ sources, locale, t }: { sources: Source[]; locale: string; t: Translate }) {
  return (
    <ul class="sources" aria-label={t("sources")}>
      {sources.map((source) => (
        <li key={source.id ?? source.url ?? source.title}>
          <Card source={source} locale={locale} t={t} />
        </li>
      ))}
    </ul>
  );
}

function Card({ source, locale, t }: { source: Source; locale: string; t: Translate }) {
  const image = safeImageUrl(source.image_url);
  const link = safeUrl(source.url);
  if (source.kind === "article") {
    return (
      <span class="card article" title={source.text ?? ""}>
        <span class="source-text">
          <span class="source-title">{source.title}</span>
          {source.text && <span class="source-excerpt">{source.text}</span>}
        </span>
      </span>
    );
  }
  const body = (
    <>
      {image ? <img src={image} alt="" loading="lazy" /> : <span class="no-image" aria-hidden="true" />}
      <span class="source-text">
        <span class="source-title">{source.title}</span>
        {source.price_minor != null && source.currency && (
          <span class="source-price">{formatMoney(source.price_minor, source.currency, locale)}</span>
        )}
      </span>
    </>
  );
  if (!link) return <span class="card">{body}</span>;
  return (
    <a class="card" href={link} target="_blank" rel="noopener noreferrer" title={t("view")}>
      {body}
    </a>
  );
}
