import { Drawer } from "antd";
import { Fragment, type ReactNode, useRef } from "react";
import { keepFocusOnce } from "./focus";
import { useDrawn } from "./useDrawn";

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
export function RowDrawer<Row extends { id: string | number }>(props: Props<Row>) {
  const { of: row, title, size = 640, extra, onClose, children } = props;
  const isOpen = useDrawn(row !== undefined);
  const last = useRef<Row>(undefined);
  if (row !== undefined) last.current = row;
  const shown = last.current;
  return (
    <Drawer
      open={isOpen}
      onClose={() => isOpen && onClose()} // while it closes, it is still told of an Escape
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

interface PerRowProps {
  /** What is open; undefined while nothing is. */
  id: string | number | undefined;
  children: ReactNode;
}

interface AsOpenedProps<Row> extends Omit<PerRowProps, "children"> {
  row: Row | undefined;
  children: (row: Row | undefined, isOpen: boolean) => ReactNode;
}

/** A form is of its row as that was when it was opened, whatever is read since; while it closes it shows what it has shown. */
export function AsOpened<Row>({ id, row, children }: AsOpenedProps<Row>) {
  const shown = useRef<{ id: typeof id; row?: Row | undefined }>({ id: undefined });
  const isOpen = id !== undefined;
  if (shown.current.id !== id) shown.current = { id, row: isOpen ? row : shown.current.row };
  return <PerRow id={id}>{children(shown.current.row, isOpen)}</PerRow>;
}

/** What is open about one row begins anew when it turns to another: nothing of the one before is shown there, or saved. */
export function PerRow({ id, children }: PerRowProps) {
  const open = useRef({ id, turns: 0 });
  if (id !== undefined && open.current.id !== undefined && id !== open.current.id) open.current.turns += 1;
  open.current.id = id;
  return <Fragment key={open.current.turns}>{children}</Fragment>;
}
