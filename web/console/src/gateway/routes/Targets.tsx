import { Tag } from "antd";
import { useUpstreamNames } from "../queries";
import type { Route } from "../resources";

/** Where requests go; by weight where there are several. */
export function Targets({ of: targets }: { of: (Route["fallbacks"][number] & { weight?: number })[] }) {
  const nameOfUpstream = useUpstreamNames();
  if (targets.length === 0) return "–";
  return targets.map(({ upstream_id, model, weight }) => {
    const name = nameOfUpstream(upstream_id) + (model ? ` / ${model}` : "");
    return (
      <Tag key={`${upstream_id}/${model ?? ""}`} title={name}>
        {name}
        {weight !== undefined && targets.length > 1 && <span className="soft"> × {weight}</span>}
      </Tag>
    );
  });
}
