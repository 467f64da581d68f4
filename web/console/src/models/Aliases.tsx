import { Tag } from "antd";

/** Aliases with the versions that they point to. */
export function Aliases({ of: aliases }: { of: Record<string, number> }) {
  return Object.entries(aliases).map(([alias, version]) => (
    <Tag key={alias}>
      {alias} <span className="soft">→ {version}</span>
    </Tag>
  ));
}
