import { type ReactNode, useLayoutEffect, useRef } from "react";
import { focusPage } from "./focus";

interface Props {
  title: string;
  hint?: string;
  icon?: ReactNode;
  children?: ReactNode;
}

/** Says what is missing and what to do next. */
export function EmptyState({ title, hint, icon, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const shown = box.current;
    return () => {
      if (shown?.contains(document.activeElement)) focusPage(); // with what comes instead it would be nowhere
    };
  }, []);
  return (
    <div className="empty-state" ref={box}>
      {icon && <span className="empty-icon">{icon}</span>}
      <strong>{title}</strong>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  );
}
