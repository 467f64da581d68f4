import { Alert, Button, Table, type TableProps } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/errors";

interface Props<T> extends Pick<TableProps<T>, "columns" | "rowKey" | "onRow" | "rowSelection"> {
  items: T[] | undefined;
  error?: Error | null;
  onRetry?: () => void;
  empty: ReactNode;
  total?: number;
  page?: number;
  pageSize?: number;
  onPage?: (page: number) => void;
  label: string;
}

/** A server-paged list with skeleton, error and empty state. */
export function ListTable<T extends object>(props: Props<T>) {
  const { items, error, onRetry, empty, total, page, pageSize = 25, onPage, label, ...table } = props;
  const { t } = useTranslation();
  if (error && !items) {
    return (
      <Alert
        type="error"
        showIcon
        title={error instanceof ApiError ? error.message : t("error.unreachable")}
        action={onRetry && <Button onClick={onRetry}>{t("action.retry")}</Button>}
      />
    );
  }
  if (items?.length === 0 && (page ?? 1) === 1) return <div className="card">{empty}</div>;
  return (
    <div className="card table-card">
      <Table<T>
        {...table}
        aria-label={label}
        dataSource={items ?? []}
        loading={items === undefined}
        size="middle"
        scroll={{ x: "max-content" }}
        pagination={
          total !== undefined && total > pageSize
            ? {
                current: page ?? 1,
                pageSize,
                total,
                showSizeChanger: false,
                showTotal: (count) => t("list.total", { count }),
                ...(onPage ? { onChange: onPage } : {}),
              }
            : false
        }
      />
    </div>
  );
}
