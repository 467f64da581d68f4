import { Input, Select, type SelectProps } from "antd";
import { useState } from "react";
import type { Field } from "./useAddress";

interface Props extends Field, Pick<SelectProps<string>, "showSearch" | "popupMatchSelectWidth" | "placeholder"> {
  label: string;
  options: { value: string; label: string }[];
}

/** A filter by one of a few values; one that is not among them counts as none. */
export function ChoiceFilter({ label, value, options, onChange, ...props }: Props) {
  return (
    <Select
      allowClear
      className="filter"
      placeholder={label}
      aria-label={label}
      value={options.some((option) => option.value === value) ? value : null}
      options={options}
      onChange={(chosen: string | null | undefined) => onChange(chosen ?? "")}
      {...props}
    />
  );
}

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

/**
 * What is typed into a filter before it holds: once `commit` is called, as by Enter, or at once when it is cleared. A
 * value that comes from elsewhere takes its place.
 */
export function useTyped(value: string, onChange: (value: string) => void) {
  const [typed, setTyped] = useState({ of: value, text: value });
  if (typed.of !== value) setTyped({ of: value, text: value });
  const text = typed.of === value ? typed.text : value;
  const commit = (next = text) => {
    if (next.trim() !== value) onChange(next.trim());
  };
  const type = (next: string) => {
    setTyped({ of: value, text: next });
    if (next === "") commit("");
  };
  return { text, type, commit };
}
