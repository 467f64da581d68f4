import { Pagination, type TablePaginationConfig } from "antd";
import type { Column, Columns } from "./columns";

interface Props<T> {
  label: string;
  items: T[];
  columns: Columns<T>;
  rowKey: keyof T & string;
  onOpen: ((row: T) => void) | undefined;
  pagination: TablePaginationConfig | false;
}

/** A list on a phone: each row a card, its name (or first column) the card's head, the others below each other. */
export function Cards<T extends object>({ label, items, columns, rowKey, onOpen, pagination }: Props<T>) {
  const values = columns.filter(({ key }) => key !== "actions");
  const head = values.find(({ key }) => key === "name") ?? values[0];
  const rest = values.filter((column) => column !== head);
  const actions = columns.find(({ key }) => key === "actions");
  return (
    <>
      <ul className="row-cards" aria-label={label}>
        {items.map((row, index) => (
          <li className="card row-card" key={String(row[rowKey])}>
            <div className="row-card-head">
              {onOpen && head ? (
                <button type="button" className="row-card-open" onClick={() => onOpen(row)}>
                  {shown(head, row, index)}
                </button>
              ) : (
                <div>{head && shown(head, row, index)}</div>
              )}
              {actions && shown(actions, row, index)}
            </div>
            <dl>
              {rest.map((column, place) => (
                <div key={String(column.key ?? place)}>
                  <dt>{column.title as React.ReactNode}</dt>
                  <dd>{shown(column, row, index)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      {pagination && <Pagination {...(pagination as object)} simple className="row-cards-pages" />}
    </>
  );
}

function shown<T>(column: Column<T>, row: T, index: number): React.ReactNode {
  const name = "dataIndex" in column ? (column.dataIndex as keyof T | undefined) : undefined;
  const value = name === undefined ? undefined : row[name];
  return (column.render ? column.render(value, row, index) : value) as React.ReactNode;
}
