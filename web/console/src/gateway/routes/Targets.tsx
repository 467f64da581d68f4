import { Tag } from "antd";
import { Link } from "react-router";
import { useUpstreamNames } from "../queries";
import type { Route } from "../resources";

interface Props {
  of: (Route["fallbacks"][number] & { weight?: number })[];
  /** Each leads to its upstream. */
  isLinked?: boolean;
}

/** Where requests go; by weight where there are several. */
export function Targets({ of: targets, isLinked = false }: Props) {
  const nameOfUpstream = useUpstreamNames();
  if (targets.length === 0) return "–";
  return targets.map(({ upstream_id, model, weight }) => {
    const name = nameOfUpstream(upstream_id) + (model ? ` / ${model}` : "");
    return (
      <Tag key={`${upstream_id}/${model ?? ""}`} title={name}>
        {isLinked && upstream_id > 0 ? <Link to={`/gateway/upstreams?open=${upstream_id}`}>{name}</Link> : name}
        {weight !== undefined && targets.length > 1 && <span className="soft"> × {weight}</span>}
      </Tag>
    );
  });
}
