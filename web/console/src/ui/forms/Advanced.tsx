import { Collapse, Form, type FormInstance } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  /** The fields within, by the first part of their names. */
  names: readonly string[];
  children: ReactNode;
}

type FieldState = ReturnType<FormInstance["getFieldsError"]>[number];

/** The rare fields of a form, folded away; they unfold where one of them is wrong, or would mend what is. */
export function Advanced({ names, children }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldsError }) => (
          <Unfold
            isWrong={getFieldsError().some(
              ({ name, errors, warnings }: FieldState) =>
                errors.length + warnings.length > 0 && names.includes(String(name[0])),
            )}
            onWrong={() => setOpen(true)}
          />
        )}
      </Form.Item>
      <Collapse
        ghost
        className="advanced"
        activeKey={isOpen ? ["advanced"] : []}
        onChange={(keys) => setOpen(keys.length > 0)}
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
