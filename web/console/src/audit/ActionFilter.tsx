import { AutoComplete, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useAuditWords } from "./words";

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
  const commit = (typed: string) => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  const { actionOf } = useAuditWords();
  const options = [...new Set([...SUBJECTS, ...seen])].sort().map((action) => {
    const words = actionOf(action);
    return { value: action, label: words ? `${words} · ${action}` : action };
  });
  return (
    <AutoComplete
      key={value}
      className="filter"
      options={options}
      defaultValue={value}
      defaultActiveFirstOption={false}
      popupMatchSelectWidth={360}
      showSearch={{
        filterOption: (typed, option) => option?.label.toLowerCase().includes(typed.trim().toLowerCase()) ?? false,
      }}
      onSelect={commit}
      onChange={(typed) => {
        if (!typed) commit("");
      }}
    >
      <Input
        allowClear
        placeholder={t("audit.action")}
        aria-label={t("audit.action")}
        onPressEnter={(event) => commit(event.currentTarget.value)}
        onBlur={(event) => commit(event.target.value)}
      />
    </AutoComplete>
  );
}
