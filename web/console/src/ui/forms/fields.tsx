/** The fields of a form: what they are called stands in the locales under their names, what they may hold in the contract. */
import { Collapse, Form, type FormItemProps, type FormRule, Input, type InputProps, Switch } from "antd";
import type { TFunction } from "i18next";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../auth/session";
import { BOUNDS } from "../../generated/values";
import type en from "../../locales/en.json";
import { NumberField as AnyNumberField, type Bounds, type NumberInput } from "./NumberField";

const MICROS = 1_000_000;

/** Whole micros of what is typed; what has more decimals than micros stays as it is, for the field to name. */
function microsOf(units: number): number {
  const micros = units * MICROS;
  return Math.abs(micros - Math.round(micros)) < 0.001 ? Math.round(micros) : micros;
}

type Texts = (typeof en)["field"];
/** The names of a form's texts; of those within one another as "retry.max_attempts". */
type NameOf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${NameOf<T[K]>}` }[keyof T & string];
/** Those of a schema's fields that hold numbers. */
type NumberOf<S> = { [K in keyof S & string]: S[K] extends { least: number } ? K : never }[keyof S & string];

interface TextBounds {
  min?: number;
  max?: number;
  format?: "email";
}

interface Item<Name>
  extends Pick<FormItemProps, "label" | "extra" | "help" | "rules" | "normalize" | "valuePropName" | "children"> {
  name: Name;
  isRequired?: boolean;
}

interface TextProps<Name>
  extends Omit<Item<Name>, "children">,
    Pick<InputProps, "placeholder" | "autoFocus" | "autoComplete" | "disabled"> {
  /** Nobody looking on reads it. */
  isSecret?: boolean;
}

interface NumberProps<Name> extends Pick<Item<Name>, "name" | "label" | "extra" | "isRequired">, NumberInput {}

function textRules(t: TFunction, { min = 0, max, format }: TextBounds): FormRule[] {
  return [
    ...(min > 1 ? [{ min, message: t("problem.tooShort", { min_length: min }) }] : []),
    ...(max ? [{ max, message: t("problem.tooLong", { max_length: max }) }] : []),
    ...(format ? [{ type: format }] : []),
  ];
}

/** The fields of the form with these words and of what it sends; `at` is where in a larger form they stand. */
export function fieldsOf<W extends keyof Texts, S extends keyof typeof BOUNDS>(words: W, schema: S, at?: string) {
  type Name = NameOf<Texts[W]>;
  type NumberName = Name & NumberOf<(typeof BOUNDS)[S]>;
  const bounds: Record<string, TextBounds | Bounds | undefined> = BOUNDS[schema];

  function useWords({ name, label, extra }: Pick<Item<Name>, "name" | "label" | "extra">) {
    const { t, i18n } = useTranslation();
    const hint = `fieldHint.${words}.${name}`;
    return {
      name: at ? [at, ...name.split(".")] : name.split("."),
      label: label ?? t(`field.${words}.${name}` as "field.upstreams.name"),
      extra: extra ?? (i18n.exists(hint) && t(hint as "fieldHint.upstreams.name")),
    };
  }

  function Field({ isRequired = false, rules = [], ...props }: Item<Name>) {
    const { t } = useTranslation();
    const own = textRules(t, (bounds[props.name] ?? {}) as TextBounds);
    return <Form.Item {...props} {...useWords(props)} rules={[{ required: isRequired }, ...own, ...rules]} />;
  }

  function TextField({ isSecret = false, placeholder, autoFocus, autoComplete, disabled, ...item }: TextProps<Name>) {
    const Box = isSecret ? Input.Password : Input;
    const input = { placeholder, autoFocus, disabled, autoComplete: autoComplete ?? (isSecret ? "off" : undefined) };
    return (
      <Field {...item}>
        <Box {...input} />
      </Field>
    );
  }

  function NumberField(props: NumberProps<NumberName>) {
    return <AnyNumberField {...props} {...useWords(props)} {...(bounds[props.name] as Bounds)} />;
  }

  /** A sum: typed in units of its currency, held and sent as micros. */
  function SumField(props: NumberProps<NumberName>) {
    const { least, most } = bounds[props.name] as Bounds;
    return (
      <AnyNumberField
        {...props}
        {...useWords(props)}
        normalize={(units: number | null) => (units === null ? null : microsOf(units))}
        getValueProps={(micros: number | null | undefined) => ({
          value: typeof micros === "number" ? micros / MICROS : null,
        })}
        least={least / MICROS}
        most={most / MICROS}
        decimals={6}
        perUnit={MICROS}
      />
    );
  }

  function SwitchField(props: Item<Name>) {
    return (
      <Field {...props} valuePropName="checked">
        <Switch />
      </Field>
    );
  }

  return { Field, TextField, NumberField, SumField, SwitchField };
}

/** Whether an address inside the network may be called; for owners alone to say. */
export function AllowPrivateField() {
  const { t } = useTranslation();
  const mayAllow = useCan()("private_networks.allow");
  return (
    <Form.Item
      name="allow_private"
      label={t("form.allowPrivate")}
      extra={t(mayAllow ? "form.allowPrivateHint" : "form.ownersOnly")}
      valuePropName="checked"
      rules={[{ type: "boolean" }]} // so that a hint at it goes once it is switched
    >
      <Switch disabled={!mayAllow || undefined} />
    </Form.Item>
  );
}

interface AdvancedProps {
  /** The fields within, by the first part of their names. */
  names: readonly string[];
  children: ReactNode;
}

/** The rare fields of a form, folded away; they unfold where one of them is wrong, or would mend what is. */
export function Advanced({ names, children }: AdvancedProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const form = Form.useFormInstance();
  const isAnyWrong = () =>
    form.getFieldsError().some(({ name, errors }) => errors.length > 0 && names.includes(String(name[0])));
  return (
    <>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldsError }) => (
          <Unfold
            isWrong={getFieldsError().some(
              ({ name, errors, warnings }) => errors.length + warnings.length > 0 && names.includes(String(name[0])),
            )}
            onWrong={() => setOpen(true)}
          />
        )}
      </Form.Item>
      <Collapse
        ghost
        className="advanced"
        activeKey={isOpen ? ["advanced"] : []}
        onChange={(keys) => setOpen(keys.length > 0 || isAnyWrong())} // what keeps the form from being sent stays in sight
        items={[{ key: "advanced", label: t("form.advanced"), children, forceRender: true }]}
      />
    </>
  );
}

function Unfold({ isWrong, onWrong }: { isWrong: boolean; onWrong: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that something is wrong
  useEffect(() => {
    if (isWrong) onWrong();
  }, [isWrong]);
  return null;
}
