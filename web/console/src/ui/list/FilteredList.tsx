import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../EmptyState";
import { ListTable, type TableOf } from "./ListTable";

interface Props<Row> extends Omit<TableOf<Row>, "empty"> {
  icon: ReactNode;
  /** What is said where there is nothing at all. */
  none: { title: string; hint: string };
  filters?: ReactNode;
  isFiltered?: boolean;
  /** At the right of the filters. */
  actions?: ReactNode;
}

/** A list below what narrows it; without anything to narrow it says what to do, and offers the actions there. */
export function FilteredList<Row extends object>(props: Props<Row>) {
  const { icon, none, filters, isFiltered = false, actions, ...table } = props;
  const { items, page = 1 } = table.list;
  const { t } = useTranslation();
  const isEmpty = items?.length === 0 && !isFiltered && page === 1;
  return (
    <>
      {!isEmpty && (filters || actions) && (
        <div className="filters">
          {filters}
          <div className="filters-end">{actions}</div>
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
