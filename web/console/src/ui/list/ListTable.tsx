import { Checkbox, Pagination, type PaginationProps, Skeleton, Table, type TablePaginationConfig } from "antd";
import { t } from "i18next";
import { type AriaAttributes, cloneElement, type Key, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../EmptyState";
import { ReadFailed } from "../Loaded";
import { useIsNarrow } from "../useMedia";
import type { Column, Columns } from "./columns";
import { type Picking, rowSelectionOf } from "./selection";
import { useFolded } from "./useFolded";
import type { List } from "./useResource";

const PHONE_PX = 640;
// what a row holds that is pressed for its own sake; of a menu, the row hears by way of React's tree
const CONTROLS = "button, a, input, label, [role=menu], .ant-modal-root, .ant-drawer";

export interface TableOf<T> {
  label: string;
  list: List<T>;
  columns: Columns<T>;
  rowKey?: keyof T & string;
  /** Where several rows are changed at once. */
  picking?: Picking<T> | undefined;
  empty: ReactNode;
  /** What a click on a row, or Enter, opens. */
  onOpen?: (row: T) => void;
}

/** A list with its skeleton, error and empty state; a table, or cards where it has no room. */
export function ListTable<T extends object>({ empty, ...props }: TableOf<T>) {
  const { items, error, retry, page = 1, isKept = false } = props.list;
  if (error && !items) return <ReadFailed error={error} retry={retry} />;
  if (!items) {
    return (
      <div className="card list-skeleton" aria-busy>
        <Skeleton active title={false} paragraph={{ rows: 6, width: "100%" }} />
      </div>
    );
  }
  if (items.length === 0 && page === 1) {
    return (
      <div className="card list-rows" aria-busy={isKept}>
        {empty}
      </div>
    );
  }
  return <Rows {...props} items={items} />;
}

function Rows<T extends object>({ items, ...props }: Omit<TableOf<T>, "empty"> & { items: T[] }) {
  const { list, label, columns, picking, onOpen, rowKey = "id" as keyof T & string } = props;
  const isPhone = useIsNarrow(PHONE_PX);
  const pages = usePages(list);
  const keys = items.map((row) => row[rowKey] as Key);
  const { i18n } = useTranslation();
  const { box, shown, folded, isTooNarrow } = useFolded(columns, `${i18n.language} ${list.page}`);
  return (
    <div ref={box} className="list-rows" aria-busy={list.isKept ?? false}>
      {isPhone || isTooNarrow ? (
        <Cards {...{ label, items, columns, keys, picking, onOpen, pages }} />
      ) : (
        <div className="card table-card" data-folded={folded.length > 0 || undefined}>
          <Table<T>
            aria-label={label}
            columns={shown}
            {...(picking && { rowSelection: rowSelectionOf(picking) })}
            rowKey={rowKey}
            dataSource={items}
            size="small"
            sticky
            scroll={{ x: "max-content" }}
            onRow={(row) => (onOpen ? openedBy(() => onOpen(row)) : {})}
            pagination={pages}
            expandable={{
              expandedRowKeys: folded.length > 0 ? keys : [],
              showExpandColumn: false,
              expandedRowRender: (row, index) => (
                <Values of={folded} row={row} index={index} onClick={onOpen && openedBy(() => onOpen(row)).onClick} />
              ),
            }}
          />
        </div>
      )}
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

/** The arrows have no words of their own. */
export const namedPage: NonNullable<PaginationProps["itemRender"]> = (_page, type, drawn) => {
  if (type !== "prev" && type !== "next") return drawn;
  return cloneElement(drawn as ReactElement<AriaAttributes>, { "aria-label": t(`list.${type}Page`) });
};

function usePages<T>({ total, isCapped = false, page, pageSize = 50, onPage }: List<T>) {
  const { t, i18n } = useTranslation();
  if (total === undefined || total <= pageSize) return false;
  return {
    current: page ?? 1,
    pageSize,
    total,
    showSizeChanger: false,
    itemRender: namedPage,
    showTotal: (count: number) => {
      const amount = count.toLocaleString(i18n.language);
      return isCapped ? t("list.totalAtLeast", { amount }) : t("list.total", { count, amount });
    },
    ...(onPage ? { onChange: onPage } : {}),
  };
}

interface CardProps<T> extends Pick<TableOf<T>, "label" | "columns" | "picking" | "onOpen"> {
  items: T[];
  keys: Key[];
  pages: TablePaginationConfig | false;
}

/** A list where a table has no room: each row a card, its name (or first column) the head, the others below each other. */
function Cards<T extends object>({ label, items, columns, keys, picking, onOpen, pages }: CardProps<T>) {
  const { t } = useTranslation();
  const values = columns.filter(({ key }) => key !== "actions");
  const head = values.find(({ key }) => key === "name") ?? values[0];
  const rest = values.filter((column) => column !== head);
  const actions = columns.find(({ key }) => key === "actions");
  return (
    <>
      {picking && <Ticks of={picking} keys={keys} label={t("list.selectAll")} isShown />}
      <ul className="row-cards" aria-label={label}>
        {items.map((row, index) => (
          <li className="card row-card" key={keys[index]}>
            <div className="row-card-head">
              {picking && (
                <Ticks
                  of={picking}
                  keys={keys.slice(index, index + 1)}
                  label={t("list.selectRow", { name: picking.nameOf(row) })}
                />
              )}
              {onOpen && head ? (
                <button type="button" className="row-card-open" onClick={() => onOpen(row)}>
                  {cellOf(head, row, index)}
                </button>
              ) : (
                <div className="row-card-open">{head && cellOf(head, row, index)}</div>
              )}
              {actions && cellOf(actions, row, index)}
            </div>
            <Values of={rest} row={row} index={index} />
          </li>
        ))}
      </ul>
      {pages && <Pagination {...(pages as object)} simple className="row-cards-pages" />}
    </>
  );
}

type TicksProps = Pick<CardProps<object>, "label" | "keys"> & { of: Omit<Picking<never>, "nameOf">; isShown?: boolean };

/** A box to tick: for one row, or for all that are shown. */
function Ticks({ of: { keys: picked, onPick }, keys, label, isShown = false }: TicksProps) {
  const others = picked.filter((key) => !keys.includes(key));
  const count = picked.length - others.length;
  return (
    <Checkbox
      aria-label={label}
      checked={count === keys.length}
      indeterminate={count > 0 && count < keys.length}
      onChange={({ target }) => onPick(target.checked ? [...others, ...keys] : others)}
    >
      {isShown && label}
    </Checkbox>
  );
}

type ValuesProps<T> = { of: Columns<T>; row: T; index: number; onClick?: React.MouseEventHandler | undefined };

/** What columns say of a row, each under its title. */
function Values<T>({ of: columns, row, index, ...pressed }: ValuesProps<T>) {
  return (
    <dl {...pressed}>
      {columns.map((column, place) => (
        <div key={String(column.key ?? place)}>
          <dt>{column.title as ReactNode}</dt>
          <dd>{cellOf(column, row, index)}</dd>
        </div>
      ))}
    </dl>
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
  const { items, error, page = 1, isKept } = table.list;
  const isFiltered = isNarrowed || isKept;
  // an empty list has them elsewhere: what is pressed must not move away meanwhile, or the press is lost
  const isPlaced = items !== undefined || !!error;
  const { t } = useTranslation();
  const isEmpty = items?.length === 0 && !isFiltered && page === 1;
  return (
    <>
      {!isEmpty && (filters || actions) && (
        <div className="filters">
          {filters}
          {actions && (
            <div className="filters-end" style={{ visibility: isPlaced ? undefined : "hidden" }}>
              {actions}
            </div>
          )}
        </div>
      )}
      <ListTable<Row>
        {...table}
        empty={
          <EmptyState
            icon={icon}
            {...(isFiltered
              ? { title: t("list.nothing"), hint: t("list.nothingHint") }
              : { ...none, children: actions })}
          />
        }
      />
    </>
  );
}
