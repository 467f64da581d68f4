import { Select, type SelectProps } from "antd";
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
