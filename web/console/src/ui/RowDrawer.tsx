import { Drawer } from "antd";
import { type ReactNode, useRef } from "react";
import { keepFocusOnce } from "./focus";
import { PerRow } from "./PerRow";

interface Props<Row> {
  /** Open while there is one. */
  of: Row | undefined;
  title: (row: Row) => ReactNode;
  size?: number;
  extra?: (row: Row) => ReactNode;
  onClose: () => void;
  children: (row: Row) => ReactNode;
}

/** More about one row of a list; while it closes it shows what it has shown. */
export function RowDrawer<Row extends { id: string | number }>({
  of: row,
  title,
  size = 640,
  extra,
  onClose,
  children,
}: Props<Row>) {
  const last = useRef<Row>(undefined);
  if (row !== undefined) last.current = row;
  const shown = last.current;
  return (
    <Drawer
      open={row !== undefined}
      onClose={onClose}
      afterOpenChange={keepFocusOnce}
      size={size}
      title={shown && title(shown)}
      extra={shown && extra?.(shown)}
      destroyOnHidden
    >
      {shown && <PerRow id={shown.id}>{children(shown)}</PerRow>}
    </Drawer>
  );
}
