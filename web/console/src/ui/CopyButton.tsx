import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button, type ButtonProps } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props extends Pick<ButtonProps, "size"> {
  text: string;
  /** What is copied, where the button alone does not tell. */
  label?: string;
}

/** Copies a text, and says so until it is another one. */
export function CopyButton({ text, label, size }: Props) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has not been copied yet
  useEffect(() => setCopied(false), [text]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // No clipboard here (plain HTTP): the text can be selected by hand.
    }
  };
  const words = t(isCopied ? "action.copied" : "action.copy");
  return (
    <Button
      size={size}
      icon={isCopied ? <CheckOutlined /> : <CopyOutlined />}
      onClick={() => void copy()}
      aria-label={label && `${words}: ${label}`}
    >
      {words}
    </Button>
  );
}

/** Code to paste elsewhere, with a button that copies it; `label` says what it is. */
export function CodeSample({ code, label }: { code: string; label: string }) {
  return (
    <figure className="code-sample" aria-label={label}>
      <pre>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by keyboard, too */}
        <code tabIndex={0}>{code}</code>
      </pre>
      <CopyButton size="small" text={code} label={label} />
    </figure>
  );
}
