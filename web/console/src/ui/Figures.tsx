import type { ReactNode } from "react";

/** Figures side by side, each under its name. */
export function Figures({ of: figures }: { of: [name: string, value: ReactNode][] }) {
  return (
    <dl className="sync-counts">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
