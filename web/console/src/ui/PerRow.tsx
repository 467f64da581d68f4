import { Fragment, type ReactNode, useRef } from "react";

interface Props {
  /** Undefined while nothing is open: what is closing keeps what it has shown. */
  id: string | number | undefined;
  children: ReactNode;
}

/** What is about one row begins anew with another: nothing of the one before is shown there, or saved. */
export function PerRow({ id, children }: Props) {
  const last = useRef(id);
  if (id !== undefined) last.current = id;
  return <Fragment key={last.current}>{children}</Fragment>;
}
