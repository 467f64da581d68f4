import { FileTextOutlined, ShoppingOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { safeImageUrl, safeUrl } from "../../../shared/format";
import type { Source } from "../../../shared/thread";
import { formatMoney } from "../format";

export function Sources({ sources }: { sources: Source[] }) {
  const { t } = useTranslation();
  return (
    <ul className="sources" aria-label={t("inbox.sources")}>
      {sources.map((source) => (
        <li key={source.id ?? source.url ?? source.title}>
          <SourceLink source={source} />
        </li>
      ))}
    </ul>
  );
}

function SourceLink({ source }: { source: Source }) {
  const image = safeImageUrl(source.image_url);
  const link = safeUrl(source.url);
  const body = (
    <>
      {image && <img src={image} alt="" loading="lazy" />}
      {!image && (
        <span className="no-image" aria-hidden="true">
          {source.kind === "article" ? <FileTextOutlined /> : <ShoppingOutlined />}
        </span>
      )}
      <span className="source-title" title={source.text ?? source.title}>
        {source.title}
      </span>
      {source.price_minor != null && source.currency && (
        <span className="soft nowrap">{formatMoney(source.price_minor, source.currency)}</span>
      )}
    </>
  );
  if (!link) return <span className="source">{body}</span>;
  return (
    <a className="source" href={link} target="_blank" rel="noopener noreferrer">
      {body}
    </a>
  );
}
