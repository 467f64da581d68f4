import { CloseOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

const SHOWN_S = { success: 4, warning: 8, error: 0 } as const; // 0: until it is closed

/** What happened: a success goes by itself, an error stays until it is closed or what failed is tried again (`clearFailures`). */
export function useNotices() {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const failures = useRef(new Set<string>());
  return useMemo(() => {
    const show = (type: keyof typeof SHOWN_S) => (text: string) => {
      const key = `${type} ${text}`; // the same again takes the place of the first
      if (type !== "success") failures.current.add(key);
      const close = (
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t("action.closeNotice")}
          onClick={() => message.destroy(key)}
        />
      );
      void message.open({
        key,
        type,
        duration: SHOWN_S[type],
        content: (
          <>
            {text} {close}
          </>
        ),
      });
    };
    const clearFailures = () => {
      for (const key of failures.current) message.destroy(key);
      failures.current.clear();
    };
    return { success: show("success"), warning: show("warning"), error: show("error"), clearFailures };
  }, [message, t]);
}
