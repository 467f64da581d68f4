import { UploadOutlined } from "@ant-design/icons";
import { Button, Input, Upload } from "antd";
import type { TextAreaProps } from "antd/es/input";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format";
import { useDiscard } from "./leaving";

/** A text area grows slow beyond this; of longer texts it is said how long they are. */
const LONG = 200_000;

interface Props extends Pick<TextAreaProps, "autoSize" | "placeholder"> {
  id?: string;
  value?: string;
  onChange?: (text: string) => void;
  /** The kinds of file, as of an input. */
  accept: string;
}

/** A field for a text that is pasted or comes from a file. */
export function TextOrFile({ value = "", onChange, accept, ...area }: Props) {
  const { t } = useTranslation();
  const ask = useDiscard();
  return (
    <>
      {value.length < LONG ? (
        <Input.TextArea
          rows={10}
          {...area}
          className="mono"
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={({ target }) => onChange?.(target.value)}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (pasted.length < LONG) return;
            event.preventDefault();
            onChange?.(value ? `${value}\n${pasted}` : pasted);
          }}
        />
      ) : (
        <div className="held-text">
          <span>{t("form.held", { size: formatNumber(Math.ceil(value.length / 1024)) })}</span>
          <Button size="small" onClick={() => onChange?.("")}>
            {t("pool.clear")}
          </Button>
        </div>
      )}
      <Upload
        accept={accept}
        showUploadList={false}
        beforeUpload={async (file) => {
          const text = await file.text();
          if (value.trim()) ask(() => onChange?.(text));
          else onChange?.(text);
          return Upload.LIST_IGNORE;
        }}
      >
        <Button size="small" icon={<UploadOutlined />}>
          {t("form.fromFile")}
        </Button>
      </Upload>
    </>
  );
}
