import { CloseOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

const SHOWN_S = { success: 4, warning: 8, error: 0 } as const; // 0: until it is closed
const PHONE_PX = 640; // as the styles have it
const ERROR_ON_PHONE_S = 10; // there is no room beside what it covers

const failures = new Set<string>();

/** What happened: a success goes by itself, an error stays until it is closed or what failed is tried again (`clearFailures`). */
export function useNotices() {
  const { message } = App.useApp();
  const { t } = useTranslation();
  return useMemo(() => {
    const show = (type: keyof typeof SHOWN_S) => (text: string) => {
      const key = `${type} ${text}`; // the same again takes the place of the first
      if (type !== "success") failures.add(key);
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
        duration: type === "error" && window.innerWidth <= PHONE_PX ? ERROR_ON_PHONE_S : SHOWN_S[type],
        content: (
          <>
            {text} {close}
          </>
        ),
      });
    };
    const clearFailures = (type = "") => {
      for (const key of failures) if (key.startsWith(type) && failures.delete(key)) message.destroy(key);
    };
    return { success: show("success"), warning: show("warning"), error: show("error"), clearFailures };
  }, [message, t]);
}

/** Once in the shell: what went wrong on a page is nothing of the next one's. */
export function useEndErrors() {
  const { clearFailures } = useNotices();
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page is told by its path, whatever is searched for on it
  useEffect(() => () => clearFailures("error"), [pathname, clearFailures]);
}
