import { AutoComplete, Input } from "antd";
import { useTranslation } from "react-i18next";
import type { Field } from "../ui/useAddress";
import { useTyped } from "../ui/useTyped";
import { actionOf } from "./words";

interface Props extends Field {
  /** Actions on the page, to choose a whole one. */
  seen: string[];
}

/** An action or its beginning, chosen or typed: holds once it is chosen, Enter is pressed or the field is left. */
export function ActionFilter({ value, seen, onChange }: Props) {
  const { t } = useTranslation();
  const { text: typed, type, commit } = useTyped(value, onChange);
  const subjects = Object.keys(t("audit.actionOf", { returnObjects: true })).map((subject) => `${subject}.`);
  const options = [...new Set([...subjects, ...seen])].sort().map((action) => {
    const words = actionOf(action);
    return { value: action, label: words ? `${words} · ${action}` : action };
  });
  return (
    <AutoComplete
      className="filter"
      options={options}
      value={typed}
      defaultActiveFirstOption={false}
      popupMatchSelectWidth={360}
      showSearch={{
        filterOption: (text, option) => option?.label.toLowerCase().includes(text.trim().toLowerCase()) ?? false,
      }}
      onSelect={(text: string | undefined) => commit(text ?? "")}
      onChange={(text: string | undefined) => type(text ?? "")}
    >
      <Input
        allowClear
        placeholder={t("audit.action")}
        aria-label={t("audit.action")}
        onPressEnter={() => commit()}
        onBlur={() => commit()}
      />
    </AutoComplete>
  );
}
