import { Fragment, type ReactNode, useRef } from "react";

interface Props {
  /** What is open; undefined while nothing is. */
  id: string | number | undefined;
  children: ReactNode;
}

/** What is open about one row begins anew when it turns to another: nothing of the one before is shown there, or saved. */
export function PerRow({ id, children }: Props) {
  const open = useRef({ id, turns: 0 });
  if (id !== undefined && open.current.id !== undefined && id !== open.current.id) open.current.turns += 1;
  open.current.id = id;
  return <Fragment key={open.current.turns}>{children}</Fragment>;
}
