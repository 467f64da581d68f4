import { Form, type FormItemProps, InputNumber, type InputNumberProps } from "antd";
import i18next from "i18next";

export interface Bounds {
  least: number;
  most: number;
  /** How many it may have; a whole number unless set. */
  decimals?: number;
  /** How many of what the form holds are one of what is typed: a million where it holds micros. */
  perUnit?: number;
}

const shown = (value: number): string => value.toLocaleString(i18next.language, { maximumFractionDigits: 6 });

/** What is wrong with a number, in words; an empty field is not this rule's concern. */
export function numberProblem(
  value: number | null | undefined,
  { least, most, decimals = 0, perUnit = 1 }: Bounds,
): string | undefined {
  if (value === null || value === undefined) return undefined;
  const typed = value / perUnit;
  if (!(typed >= least && typed <= most)) return i18next.t("problem.range", { least: shown(least), most: shown(most) });
  if (Number(typed.toFixed(decimals)) === typed) return undefined;
  return decimals === 0 ? i18next.t("problem.whole") : i18next.t("problem.decimals", { decimals: String(decimals) });
}

type Item = Pick<FormItemProps, "name" | "label" | "extra" | "normalize" | "getValueProps">;
export type NumberInput = Pick<InputNumberProps<number>, "placeholder" | "suffix" | "step" | "aria-label">;

interface Props extends Item, NumberInput, Bounds {
  isRequired?: boolean;
}

/** A number of a form. It is sent as it was typed or not at all: Ant Design's own bounds would change it silently. */
export function NumberField({ least, most, decimals, perUnit, isRequired = false, ...props }: Props) {
  const { placeholder, suffix, step, "aria-label": label, ...item } = props;
  const input = { placeholder, suffix, step, "aria-label": label };
  const validator = async (_: unknown, value: number | null | undefined) => {
    const problem = numberProblem(value, { least, most, decimals, perUnit });
    if (problem) throw new Error(problem);
  };
  return (
    <Form.Item {...item} rules={[{ required: isRequired }, { validator }]}>
      <InputNumber<number> className="full" controls={false} {...input} />
    </Form.Item>
  );
}
