import { Form, type FormItemProps, InputNumber, type InputNumberProps } from "antd";
import { type Bounds, within } from "./within";

type Item = Pick<FormItemProps, "name" | "label" | "extra" | "normalize" | "getValueProps">;
export type NumberInput = Pick<InputNumberProps<number>, "placeholder" | "suffix" | "step" | "aria-label">;

interface Props extends Item, NumberInput, Bounds {
  isRequired?: boolean;
}

/** A number of a form. It is sent as it was typed or not at all: Ant Design's own bounds would change it silently. */
export function NumberField({ least, most, decimals, perUnit, isRequired = false, ...props }: Props) {
  const { placeholder, suffix, step, "aria-label": label, ...item } = props;
  const bounds = within({ least, most, decimals, perUnit });
  return (
    <Form.Item {...item} rules={[{ required: isRequired }, bounds]}>
      <InputNumber<number> className="full" placeholder={placeholder} suffix={suffix} step={step} aria-label={label} />
    </Form.Item>
  );
}
