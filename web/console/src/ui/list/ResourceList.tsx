/** The one shape of a page of things that people make, change and delete. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ListPath, RowOf } from "../../api/resources";
import type { paths } from "../../generated/api";
import { TextFilter } from "../filters";
import type { RowForm } from "../forms/ResourceForm";
import { AsOpened } from "../RowDrawer";
import { actionsColumn, type Columns, enabledColumn, type RowAction } from "./columns";
import { FilteredList } from "./ListTable";
import type { Picking } from "./selection";
import type { Managed } from "./useResource";

interface Props<L extends ListPath, I extends keyof paths> {
  of: Managed<L, I>;
  label: string;
  icon: ReactNode;
  /** What is said of a row; its switch and its actions stand behind. */
  columns: Columns<RowOf<L>>;
  /** What else can be done with a row than to open it. */
  rowActions?: RowAction<RowOf<L>>[];
  /** Where nothing is deleted, or not every row can be. */
  isDeletable?: boolean | ((row: RowOf<L>) => boolean);
  /** Where not every row has a form. */
  isEditable?: (row: RowOf<L>) => boolean;
  /** Beside the button that adds one. */
  actions?: ReactNode;
  /** What narrows the list, beside the search. */
  filters?: ReactNode;
  isFiltered?: boolean;
  /** Where several rows are changed at once. */
  picking?: Picking<RowOf<L>> | undefined;
  /** What a row opens that has a page of its own. */
  onOpen?: (row: RowOf<L>) => void;
  /** The drawer: of a row, or of a new one. */
  form: (props: RowForm<RowOf<L>>) => ReactNode;
}

export function ResourceList<L extends ListPath, I extends keyof paths>(props: Props<L, I>) {
  const { of: managed, columns, rowActions = [], isDeletable = true, isEditable, onOpen, form, ...table } = props;
  const { actions, filters, isFiltered, ...list } = table;
  const { of, opened, mayWrite, search, change, remove } = managed;
  const { t } = useTranslation();
  const isOpen = opened.row ? (isEditable?.(opened.row) ?? true) : opened.isNew && mayWrite;
  const openId = isOpen ? (opened.row?.id ?? "new") : undefined;
  const field = of.switchedBy;
  const switchColumn =
    field &&
    enabledColumn<RowOf<L>>({
      mayWrite,
      nameOf: of.nameOf,
      isOn: (row) => Boolean(row[field]),
      onSwitch: (row, isOn) => change(row, { [field]: isOn } as Parameters<typeof change>[1]),
    });
  const deletion = {
    key: "delete",
    label: t("action.delete"),
    isDanger: true,
    isOff: (row: RowOf<L>) => !mayWrite || (typeof isDeletable === "function" && !isDeletable(row)),
    onClick: remove,
  };
  const all = [
    ...columns,
    ...(switchColumn ? [switchColumn] : []),
    actionsColumn<RowOf<L>>(of.nameOf, [
      {
        key: "open",
        label: t(mayWrite ? "action.edit" : "action.view"),
        ...(isEditable && { isFor: isEditable }),
        onClick: opened.open,
      },
      ...rowActions,
      ...(isDeletable ? [deletion] : []),
    ]),
  ];
  return (
    <>
      <FilteredList<RowOf<L>>
        {...list}
        list={managed.list}
        columns={all}
        none={{ title: t(`resource.${of.words}.none`), hint: t(`resource.${of.words}.noneHint`) }}
        onOpen={onOpen ?? opened.open}
        filters={
          (search || filters) && (
            <>
              {search && <TextFilter {...search} />}
              {filters}
            </>
          )
        }
        isFiltered={isFiltered || !!search?.value}
        actions={
          (mayWrite || actions) && (
            <>
              {actions}
              {mayWrite && (
                <Button type="primary" icon={<PlusOutlined />} onClick={opened.openNew}>
                  {t(`resource.${of.words}.add`)}
                </Button>
              )}
            </>
          )
        }
      />
      <AsOpened id={openId} row={opened.row}>
        {(row) => form({ row, isOpen, onClose: opened.close })}
      </AsOpened>
    </>
  );
}
