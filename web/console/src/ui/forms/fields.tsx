/** Fields that forms share, each with its label and its rules. */
import { Form, type FormItemProps, Input, type InputProps, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useCan } from "../../auth/session";

type Item = Pick<FormItemProps, "name" | "label" | "extra" | "rules" | "normalize">;

interface TextProps
  extends Item,
    Pick<
      InputProps,
      "maxLength" | "minLength" | "placeholder" | "autoFocus" | "autoComplete" | "className" | "disabled"
    > {
  isRequired?: boolean;
  /** Nobody looking on reads it. */
  isSecret?: boolean;
}

export function TextField({ isRequired = false, isSecret = false, rules = [], ...props }: TextProps) {
  const { name, label, extra, normalize, ...input } = props;
  const Box = isSecret ? Input.Password : Input;
  const item = { name, label, extra, ...(normalize && { normalize }) };
  return (
    <Form.Item {...item} rules={[{ required: isRequired }, ...rules]}>
      <Box {...(isSecret && { autoComplete: "off" })} {...input} />
    </Form.Item>
  );
}

export function SwitchField({ isOff = false, ...item }: Item & { isOff?: boolean }) {
  return (
    <Form.Item {...item} valuePropName="checked">
      <Switch disabled={isOff || undefined} />
    </Form.Item>
  );
}

/** Whether an address inside the network may be called; for owners alone to say. */
export function AllowPrivateField() {
  const { t } = useTranslation();
  const mayAllow = useCan()("private_networks.allow");
  return (
    <SwitchField
      name="allow_private"
      label={t("form.allowPrivate")}
      extra={t(mayAllow ? "form.allowPrivateHint" : "form.ownersOnly")}
      isOff={!mayAllow}
    />
  );
}
