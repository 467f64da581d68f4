/** The one shape of a page of things that people make, change and delete. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, type TableProps } from "antd";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../EmptyState";
import type { Columns } from "./columns";
import { ListTable } from "./ListTable";
import type { Opened } from "./useOpened";
import type { List } from "./useResource";

interface Props<Row extends object> {
  list: List<Row>;
  opened: Opened<Row>;
  columns: Columns<Row>;
  words: { label: string; add: string; none: string; noneHint: string };
  icon: ReactNode;
  mayWrite: boolean;
  /** Beside the button that adds one. */
  actions?: ReactNode;
  /** Above the list, where it is narrowed. */
  filters?: ReactNode;
  isFiltered?: boolean;
  /** Where several rows are changed at once. */
  rowSelection?: TableProps<Row>["rowSelection"];
  /** The drawer: of a row, or of a new one; `row` is undefined then. */
  form: (row: Row | undefined, isOpen: boolean, close: () => void) => ReactNode;
}

export function ResourceList<Row extends object>(props: Props<Row>) {
  const { list, opened, columns, words, icon, mayWrite, actions, filters, isFiltered = false, form } = props;
  const { t } = useTranslation();
  const isOpen = opened.isNew || opened.row !== undefined;
  const shown = useRef<Row>(undefined);
  if (isOpen) shown.current = opened.row; // while it closes, a drawer shows what it has shown
  const isEmpty = list.items?.length === 0 && !isFiltered && list.page === 1;
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={opened.openNew}>
      {words.add}
    </Button>
  );
  return (
    <>
      {!isEmpty && (filters || actions || add) && (
        <div className="filters">
          {filters}
          <div className="filters-end">
            {actions}
            {add}
          </div>
        </div>
      )}
      <ListTable<Row>
        label={words.label}
        items={list.items}
        columns={columns}
        error={list.error}
        onRetry={list.retry}
        total={list.total}
        isCapped={list.isCapped}
        page={list.page}
        pageSize={list.pageSize}
        onPage={list.onPage}
        {...(mayWrite ? { onOpen: opened.open } : {})}
        {...(props.rowSelection ? { rowSelection: props.rowSelection } : {})}
        empty={
          isFiltered ? (
            <EmptyState icon={icon} title={t("list.nothing")} hint={t("list.nothingHint")} />
          ) : (
            <EmptyState icon={icon} title={words.none} hint={words.noneHint}>
              {add}
              {actions}
            </EmptyState>
          )
        }
      />
      {form(shown.current, isOpen, opened.close)}
    </>
  );
}
