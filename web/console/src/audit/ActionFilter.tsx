import { AutoComplete, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useTyped } from "../ui/useTyped";
import { actionOf } from "./words";

const SUBJECTS = [
  "assistant.",
  "audit.",
  "channel.",
  "client_key.",
  "invitation.",
  "merchant.",
  "price.",
  "request_log.",
  "route.",
  "rule.",
  "schedule.",
  "script.",
  "session.",
  "statistics.",
  "sync.",
  "task.",
  "upstream.",
  "upstream_key.",
  "user.",
];

interface Props {
  value: string;
  /** Actions on the page, to choose a whole one. */
  seen: string[];
  onChange: (value: string) => void;
}

/** An action or its beginning, chosen or typed: holds once it is chosen, Enter is pressed or the field is left. */
export function ActionFilter({ value, seen, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useTyped(value);
  const commit = (text: string) => {
    if (text.trim() !== value) onChange(text.trim());
  };
  const options = [...new Set([...SUBJECTS, ...seen])].sort().map((action) => {
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
      onChange={(text: string | undefined) => {
        setTyped(text ?? "");
        if (!text) commit("");
      }}
    >
      <Input
        allowClear
        placeholder={t("audit.action")}
        aria-label={t("audit.action")}
        onPressEnter={() => commit(typed)}
        onBlur={() => commit(typed)}
      />
    </AutoComplete>
  );
}
