import { Form, type FormItemProps, InputNumber, type InputNumberProps } from "antd";
import { type Bounds, within } from "./within";

type Item = Pick<
  FormItemProps,
  "name" | "label" | "extra" | "normalize" | "getValueProps" | "initialValue" | "noStyle"
>;
type Input = Pick<InputNumberProps<number>, "placeholder" | "suffix" | "step" | "aria-label" | "onPressEnter">;

interface Props extends Item, Input, Bounds {
  isRequired?: boolean;
}

/** A number of a form. It is sent as it was typed or not at all: Ant Design's own bounds would change it silently. */
export function NumberField({ least, most, decimals, perUnit, isRequired = false, ...props }: Props) {
  const { placeholder, suffix, step, "aria-label": label, onPressEnter, ...item } = props;
  const bounds = within({ least, most, decimals, perUnit });
  return (
    <Form.Item {...item} rules={[{ required: isRequired }, bounds]}>
      <InputNumber<number>
        className="full"
        placeholder={placeholder}
        suffix={suffix}
        step={step}
        aria-label={label}
        onPressEnter={onPressEnter}
      />
    </Form.Item>
  );
}
