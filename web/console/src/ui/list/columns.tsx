/** Columns that lists share. */
import { Switch, type TableProps, Tooltip } from "antd";
import { t } from "i18next";
import type { ReactNode } from "react";
import { RowMenu } from "../RowMenu";
import type { Tone } from "../Status";
import { TaskProgress } from "../TaskProgress";

export type Columns<Row> = NonNullable<TableProps<Row>["columns"]>;
export type Column<Row> = Columns<Row>[number];

/** What `shown` says of each row, under a title. */
export function column<Row>(title: string, shown: (row: Row) => ReactNode): Column<Row> {
  return { title, key: title, render: (_, row) => shown(row) };
}

/** Figures stand at the right, one below the other; `hint` says on hover what they count. */
export function numberColumn<Row>(title: string, shown: (row: Row) => ReactNode, hint?: string): Column<Row> {
  return { ...column(title, shown), align: "right", title: hint ? <Tooltip title={hint}>{title}</Tooltip> : title };
}

/** How far each is. */
export function progressColumn<Row extends { progress: number; status: string | null }>(): Column<Row> {
  const shown = (row: Row) => <TaskProgress isSmall of={row} label={t("task.progress")} />;
  return { ...column(t("task.progress"), shown), width: 120 };
}

/** What a row is called, and what tells it from others of that name. */
export function nameColumn<Row>(
  title: string,
  nameOf: (row: Row) => string,
  more?: (row: Row) => ReactNode,
): Column<Row> {
  const named = (row: Row) => (
    <span className="cell-named">
      {cell("name", nameOf(row))} {more && <span className="soft">{more(row)}</span>}
    </span>
  );
  return { ...column(title, named), key: "name" };
}

/** What a row opens says it, too: it goes where there is no room, and takes no second line. */
export const spareColumn = <Row,>(title: string, shown: (row: Row) => ReactNode): Column<Row> => ({
  ...column(title, shown),
  key: "spare",
});

/** A text that is cut off where there is no room for it, and in full on hover. */
export function cell(kind: "name" | "note" | "short" | "title", text: string, tone?: Tone): ReactNode {
  return (
    <span className={`cell-${kind}`} title={text} data-tone={tone}>
      {text}
    </span>
  );
}

/** A name beside others that must leave them room. */
export const shortCell = (name: string) => cell("short", name);

interface Switched<Row> {
  isOn: (row: Row) => boolean;
  nameOf: (row: Row) => string;
  mayWrite: boolean;
  onSwitch: (row: Row, isOn: boolean) => unknown;
}

export function enabledColumn<Row>({ isOn, nameOf, mayWrite, onSwitch }: Switched<Row>): Column<Row> {
  const shown = (row: Row) => (
    <Switch
      size="small"
      aria-label={`${t("list.enabled")}: ${nameOf(row)}`}
      checked={isOn(row)}
      disabled={!mayWrite}
      onChange={(next) => onSwitch(row, next)}
    />
  );
  return { ...column(t("list.enabled"), shown), key: "enabled", width: 96 };
}

export interface RowAction<Row> {
  key: string;
  label: string;
  icon?: ReactNode;
  isDanger?: boolean;
  isOff?: boolean | ((row: Row) => boolean);
  /** Where not every row has it. */
  isFor?: (row: Row) => boolean;
  onClick: (row: Row) => unknown;
}

/** `actions` of a row behind one button. */
export function actionsColumn<Row>(nameOf: (row: Row) => string, actions: RowAction<Row>[]): Column<Row> {
  return {
    title: <span className="visually-hidden">{t("list.actions")}</span>,
    key: "actions",
    align: "right",
    width: 56,
    render: (_, row) => {
      const items = actions
        .filter(({ isFor }) => isFor?.(row) ?? true)
        .map(({ isDanger = false, isOff = false, isFor: _isFor, onClick, ...item }) => ({
          ...item,
          danger: isDanger,
          disabled: typeof isOff === "function" ? isOff(row) : isOff,
          onClick: () => onClick(row),
        }));
      return <RowMenu name={nameOf(row)} items={items} />;
    },
  };
}
