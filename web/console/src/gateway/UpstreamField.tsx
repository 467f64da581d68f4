import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useUpstreamOptions } from "./queries";

interface Props {
  /** What none means; without it there must be one. */
  placeholder?: string;
  isFixed?: boolean;
}

/** The upstream that a form's row is about, as `upstream_id`. */
export function UpstreamField({ placeholder, isFixed = false }: Props) {
  const { t } = useTranslation();
  const options = useUpstreamOptions();
  const isRequired = placeholder === undefined;
  const only = isRequired && !isFixed && options.length === 1 ? options[0]?.value : undefined;
  return (
    <Form.Item name="upstream_id" label={t("gateway.upstream")} initialValue={only} rules={[{ required: isRequired }]}>
      <Select
        allowClear={!isRequired}
        showSearch={{ optionFilterProp: "label" }}
        options={options}
        placeholder={placeholder}
        disabled={isFixed || undefined}
      />
    </Form.Item>
  );
}
