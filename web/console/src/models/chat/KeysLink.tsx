import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../../api/client";
import { useCan } from "../../auth/session";

const MOST = 50;

/** To an upstream's keys, for whoever may see them; beside the chat, which would end. */
export function KeysLink({ upstream }: { upstream: string | null | undefined }) {
  const { t } = useTranslation();
  const mayRead = useCan()("gateway.read");
  const init = { params: { query: { q: upstream ?? "", limit: MOST } } };
  const enabled = mayRead && Boolean(upstream);
  const { data } = reads.useQuery("get", "/api/admin/upstreams", init, { enabled });
  if (!mayRead) return null;
  const id = data?.items.find(({ name }) => name === upstream)?.id;
  return (
    <p>
      <Link to={id ? `/gateway/keys?upstream_id=${id}` : "/gateway/keys"} target="_blank">
        {id && upstream ? t("gateway.toKeys", { name: upstream }) : t("gateway.keys")}
      </Link>
    </p>
  );
}
