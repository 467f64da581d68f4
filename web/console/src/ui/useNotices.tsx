import { CloseOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

const SHOWN_S = { success: 4, warning: 8, error: 0 } as const; // 0: until it is closed

/** What happened, at the top of the page: each can be closed; a success goes by itself, an error stays. */
export function useNotices() {
  const { message } = App.useApp();
  const { t } = useTranslation();
  return useMemo(() => {
    const show = (type: keyof typeof SHOWN_S) => (text: string) => {
      const key = `${type} ${text}`; // the same again takes the place of the first
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
    return { success: show("success"), warning: show("warning"), error: show("error") };
  }, [message, t]);
}
