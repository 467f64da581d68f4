import { Input } from "antd";
import type { Field } from "./useAddress";
import { useTyped } from "./useTyped";

/** A filter of free text: holds once Enter is pressed or the field is left, or at once when it is cleared. */
export function TextFilter({ label, value, onChange }: Field & { label: string }) {
  const { text, type, commit } = useTyped(value, onChange);
  return (
    <Input
      allowClear
      className="filter-input"
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={({ target }) => type(target.value)}
      onPressEnter={() => commit()}
      onBlur={() => commit()}
    />
  );
}
