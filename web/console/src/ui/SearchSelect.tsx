import { Select, type SelectProps, Spin } from "antd";
import { useTranslation } from "react-i18next";

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

interface Props<Of extends Choice> extends Omit<SelectProps<string, Of>, "options" | "showSearch"> {
  options: Of[] | ChoiceGroup<Of>[];
  onSearch: (text: string) => void;
  /** Whether the options are still those of what was typed before. */
  isOld: boolean;
}

/** One of very many, which the server looks for while it is typed. Enter takes nothing that does not match what is typed by then, and an exact name before all others. */
export function SearchSelect<Of extends Choice>({ isOld, onSearch, notFoundContent, ...select }: Props<Of>) {
  const { t } = useTranslation();
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
      notFoundContent={isOld ? <Spin size="small" /> : (notFoundContent ?? t("list.nothing"))}
    />
  );
}
