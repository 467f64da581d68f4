import { CloseOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { isNarrow } from "./useMedia";

const SHOWN_S = { success: 4, warning: 8, error: 0 } as const; // 0: until it is closed
const PHONE_PX = 640; // as the styles have it
const ERROR_ON_PHONE_S = 10; // there is no room beside what it covers

const errors = new Set<string>();

/**
 * What happened: a success goes by itself; an error stays until it is closed, its page is left, or what failed is tried
 * again (`clearFailures`), and on a phone not that long.
 */
export function useNotices() {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const failures = useRef(new Set<string>());
  return useMemo(() => {
    const show = (type: keyof typeof SHOWN_S) => (text: string) => {
      const key = `${type} ${text}`; // the same again takes the place of the first
      if (type !== "success") failures.current.add(key);
      if (type === "error") errors.add(key);
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
        duration: type === "error" && isNarrow(PHONE_PX) ? ERROR_ON_PHONE_S : SHOWN_S[type],
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

/** Once in the shell: what went wrong on a page is nothing of the next one's. */
export function useEndErrors() {
  const { message } = App.useApp();
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page is told by its path, whatever is searched for on it
  useEffect(
    () => () => {
      for (const key of errors) message.destroy(key);
      errors.clear();
    },
    [pathname, message],
  );
}
