/** Several rows at once: how they are picked, and the bar with what can be done with them. */
import { Button, Space, type TableProps } from "antd";
import { t } from "i18next";
import type { Key, ReactNode } from "react";

export interface Picking<Row> {
  keys: Key[];
  nameOf: (row: Row) => string;
  onPick: (keys: Key[]) => void;
}

/** Boxes to tick, with names; what was picked on one page stays picked on the next. */
export function rowSelectionOf<Row>({ keys, nameOf, onPick }: Picking<Row>): TableProps<Row>["rowSelection"] {
  return {
    preserveSelectedRowKeys: true,
    selectedRowKeys: keys,
    getCheckboxProps: (row: Row) => ({ "aria-label": t("list.selectRow", { name: nameOf(row) }) }),
    getTitleCheckboxProps: () => ({ "aria-label": t("list.selectAll") }),
    onChange: (next: Key[]) => onPick(next),
  };
}

interface BarProps {
  label: string;
  /** How many are picked, in words. */
  selected: string;
  more?: ReactNode;
  onClear: () => void;
  /** What can be done with them. */
  children: ReactNode;
}

export function SelectionBar({ label, selected, more, onClear, children }: BarProps) {
  return (
    <section className="bulk-bar" aria-label={label}>
      <strong>{selected}</strong>
      {more}
      <span className="spacer" />
      <Space wrap size="small">
        {children}
        <Button size="small" type="text" onClick={onClear}>
          {t("pool.clear")}
        </Button>
      </Space>
    </section>
  );
}
