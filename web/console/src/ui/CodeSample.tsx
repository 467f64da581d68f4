import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** Code to paste elsewhere, with a button that copies it; `label` says what it is. */
export function CodeSample({ code, label }: { code: string; label: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other code has not been copied yet
  useEffect(() => setCopied(false), [code]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied(true);
    } catch {
      // No clipboard here (plain HTTP): the code can be selected by hand.
    }
  };
  return (
    <figure className="code-sample" aria-label={label}>
      <pre>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by keyboard, too */}
        <code tabIndex={0}>{code}</code>
      </pre>
      <Button
        size="small"
        icon={isCopied ? <CheckOutlined /> : <CopyOutlined />}
        onClick={() => void copy()}
        aria-label={`${t(isCopied ? "action.copied" : "action.copy")}: ${label}`}
      >
        {t(isCopied ? "action.copied" : "action.copy")}
      </Button>
    </figure>
  );
}
