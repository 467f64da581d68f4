import { Input } from "antd";
import { useTyped } from "./useTyped";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A filter of free text: holds once Enter is pressed or the field is left, or at once when it is cleared. */
export function TextFilter({ label, value, onChange }: Props) {
  const [typed, setTyped] = useTyped(value);
  const commit = (text: string) => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <Input
      allowClear
      className="filter-input"
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        if (target.value === "") commit("");
      }}
      onPressEnter={() => commit(typed)}
      onBlur={() => commit(typed)}
    />
  );
}
