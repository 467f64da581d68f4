import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";
import { ApiError } from "../api/errors";
import { keeper } from "../auth/tokens";
import { forgetDrafts } from "../inbox/drafts";
import { useHasMotion, useIsDark, usePreferences } from "../preferences/store";
import { antdTheme } from "../theme";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

// what one person has read or begun to write is nothing for another
let reader = keeper.person?.id;
keeper.state.subscribe(() => {
  if (keeper.person?.id === reader) return;
  if (reader !== undefined) forgetDrafts();
  reader = keeper.person?.id;
  queries.clear();
});

/** What pages of Ant Design that ask the server stand in. */
export function Providers() {
  const { t } = useTranslation();
  const required = t("form.required");
  const { language } = usePreferences();
  const isDark = useIsDark();
  const hasMotion = useHasMotion();
  return (
    <ConfigProvider
      theme={antdTheme(isDark, hasMotion)}
      locale={language === "zh-CN" ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
      form={{ validateMessages: { required, whitespace: required, types: { email: t("form.email") } } }}
    >
      <AntApp message={{ maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          <Outlet />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
