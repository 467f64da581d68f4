import { Input } from "antd";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A filter of free text: holds once Enter is pressed or the field is left, or at once when it is cleared. */
export function TextFilter({ label, value, onChange }: Props) {
  const commit = (typed: string) => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <Input
      key={value}
      allowClear
      className="filter-input"
      placeholder={label}
      aria-label={label}
      defaultValue={value}
      onChange={(event) => {
        if (event.target.value === "") commit("");
      }}
      onPressEnter={(event) => commit(event.currentTarget.value)}
      onBlur={(event) => commit(event.target.value)}
    />
  );
}
