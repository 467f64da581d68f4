import { Select, type SelectProps, Spin } from "antd";
import { useTranslation } from "react-i18next";
import { messageOf } from "../api/errors";
import type { Read } from "./Loaded";

/** `name` is what is typed for it. */
export interface Choice {
  value: string;
  name: string;
}

export interface ChoiceGroup<Of extends Choice> {
  label: string;
  options: Of[];
}

const typedAs = (text: string) => text.trim().toLowerCase();

function isExact<Of extends Choice>(option: Of | ChoiceGroup<Of>, sought: string): boolean {
  if ("options" in option) return option.options.some((one) => isExact(one, sought));
  return typedAs(option.name) === sought;
}

/** What the server finds; its data may still be those of what was typed before. */
type Found = Read<unknown> & { isPlaceholderData: boolean };

interface Props<Of extends Choice> extends Omit<SelectProps<string, Of>, "options" | "showSearch" | "notFoundContent"> {
  options: Of[] | ChoiceGroup<Of>[];
  /** What is typed. */
  q: string;
  onSearch: (text: string) => void;
  /** Where the options come from. */
  of: Found[];
}

const isAwaited = ({ data, error }: Found) => data === undefined && error === null;
const hasFailed = ({ data, error }: Found) => data === undefined && error !== null;

/** One of very many, which the server looks for while it is typed; what failed is tried again once it is opened anew. Enter takes nothing that does not match what is typed by then, and an exact name before all others. */
export function SearchSelect<Of extends Choice>({ q, onSearch, of, ...select }: Props<Of>) {
  const isOld = of.some(({ isPlaceholderData }) => isPlaceholderData);
  const failed = of.filter(hasFailed);
  const failure = failed[0] && <div role="alert">{messageOf(failed[0].error)}</div>;
  const lack = of.some(isAwaited) ? <Searching /> : failure;
  return (
    <Select<string, Of>
      {...select}
      // a group is one of them to Ant Design, whatever its types say
      options={select.options as Of[]}
      showSearch={{
        onSearch,
        // what the server has found may match by more than its name
        filterOption:
          isOld &&
          ((text, option) => !!option && !("options" in option) && typedAs(option.name).includes(typedAs(text))),
        filterSort: (one, other, { searchValue }) => {
          const sought = typedAs(searchValue);
          return Number(isExact(other, sought)) - Number(isExact(one, sought));
        },
      }}
      onOpenChange={(isOpen) => isOpen && failed.forEach(({ refetch }) => void refetch())}
      notFoundContent={isOld ? <Searching /> : (lack ?? <Nothing q={q} />)}
      // of several places one may have answered
      popupRender={(menu) => (
        <>
          {menu}
          {select.options.length > 0 && lack && <div className="select-below">{lack}</div>}
        </>
      )}
    />
  );
}

function Searching() {
  const { t } = useTranslation();
  return (
    <>
      <Spin size="small" /> {t("palette.searching")}
    </>
  );
}

function Nothing({ q }: { q: string }) {
  const { t } = useTranslation();
  return t(q.trim() ? "list.noMatch" : "list.noneYet");
}
