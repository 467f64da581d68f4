import { Pagination, Skeleton, Table, type TablePaginationConfig, type TableProps } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../EmptyState";
import { ReadFailed } from "../Loaded";
import { useIsNarrow } from "../useMedia";
import type { Column, Columns } from "./columns";
import type { List } from "./useResource";

const PHONE_PX = 640;
// what a row holds that is pressed for its own sake; of a menu, the row hears by way of React's tree
const CONTROLS = "button, a, input, label, [role=menu], .ant-modal-root, .ant-drawer";

export interface TableOf<T> extends Pick<TableProps<T>, "columns" | "rowSelection"> {
  label: string;
  list: List<T>;
  rowKey?: keyof T & string;
  empty: ReactNode;
  /** What a click on a row, or Enter, opens. */
  onOpen?: (row: T) => void;
}

/** A list with its skeleton, error and empty state; a table, or cards on a phone. */
export function ListTable<T extends object>(props: TableOf<T>) {
  const { list, empty, label, columns = [], rowSelection, onOpen, rowKey = "id" as keyof T & string } = props;
  const { items, error, retry } = list;
  const isPhone = useIsNarrow(PHONE_PX);
  const pages = usePages(list);
  if (error && !items) return <ReadFailed error={error} retry={retry} />;
  if (!items) {
    return (
      <div className="card list-skeleton" aria-busy>
        <Skeleton active title={false} paragraph={{ rows: 6, width: "100%" }} />
      </div>
    );
  }
  if (items.length === 0 && (list.page ?? 1) === 1) return <div className="card">{empty}</div>;
  if (isPhone)
    return <Cards label={label} items={items} columns={columns} rowKey={rowKey} onOpen={onOpen} pagination={pages} />;
  return (
    <div className="card table-card">
      <Table<T>
        aria-label={label}
        columns={columns}
        {...(rowSelection && { rowSelection })}
        rowKey={rowKey}
        dataSource={items}
        size="small"
        sticky
        scroll={{ x: "max-content" }}
        onRow={(row) => (onOpen ? openedBy(() => onOpen(row)) : {})}
        pagination={pages}
      />
    </div>
  );
}

function openedBy(open: () => void) {
  return {
    className: "clickable",
    tabIndex: 0,
    onClick: ({ target }: React.MouseEvent) => {
      if (!(target as Element).closest(CONTROLS)) open();
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === "Enter" && event.target === event.currentTarget) open();
    },
  };
}

function usePages<T>({ total, isCapped = false, page, pageSize = 50, onPage }: List<T>) {
  const { t, i18n } = useTranslation();
  if (total === undefined || total <= pageSize) return false;
  return {
    current: page ?? 1,
    pageSize,
    total,
    showSizeChanger: false,
    showTotal: (count: number) => {
      const amount = count.toLocaleString(i18n.language);
      return isCapped ? t("list.totalAtLeast", { amount }) : t("list.total", { count, amount });
    },
    ...(onPage ? { onChange: onPage } : {}),
  };
}

interface CardProps<T> {
  label: string;
  items: T[];
  columns: Columns<T>;
  rowKey: keyof T & string;
  onOpen: ((row: T) => void) | undefined;
  pagination: TablePaginationConfig | false;
}

/** A list on a phone: each row a card, its name (or first column) the card's head, the others below each other. */
function Cards<T extends object>({ label, items, columns, rowKey, onOpen, pagination }: CardProps<T>) {
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
                  {cellOf(head, row, index)}
                </button>
              ) : (
                <div>{head && cellOf(head, row, index)}</div>
              )}
              {actions && cellOf(actions, row, index)}
            </div>
            <dl>
              {rest.map((column, place) => (
                <div key={String(column.key ?? place)}>
                  <dt>{column.title as React.ReactNode}</dt>
                  <dd>{cellOf(column, row, index)}</dd>
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

function cellOf<T>(column: Column<T>, row: T, index: number): React.ReactNode {
  const name = "dataIndex" in column ? (column.dataIndex as keyof T | undefined) : undefined;
  const value = name === undefined ? undefined : row[name];
  return (column.render ? column.render(value, row, index) : value) as React.ReactNode;
}

interface FilteredProps<Row> extends Omit<TableOf<Row>, "empty"> {
  icon: ReactNode;
  /** What is said where there is nothing at all. */
  none: { title: string; hint: string };
  filters?: ReactNode;
  isFiltered?: boolean;
  /** At the right of the filters. */
  actions?: ReactNode;
}

/** A list below what narrows it; without anything to narrow it says what to do, and offers the actions there. */
export function FilteredList<Row extends object>(props: FilteredProps<Row>) {
  const { icon, none, filters, actions, isFiltered: isNarrowed, ...table } = props;
  const { items, page = 1, isKept } = table.list;
  const isFiltered = isNarrowed || isKept;
  const { t } = useTranslation();
  const isEmpty = items?.length === 0 && !isFiltered && page === 1;
  return (
    <>
      {!isEmpty && (filters || actions) && (
        <div className="filters">
          {filters}
          {actions && <div className="filters-end">{actions}</div>}
        </div>
      )}
      <ListTable<Row>
        {...table}
        empty={
          isFiltered ? (
            <EmptyState icon={icon} title={t("list.nothing")} hint={t("list.nothingHint")} />
          ) : (
            <EmptyState icon={icon} {...none}>
              {actions}
            </EmptyState>
          )
        }
      />
    </>
  );
}
