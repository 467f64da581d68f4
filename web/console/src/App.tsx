import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import i18next from "i18next";
import { useEffect } from "react";
import { RouterProvider } from "react-router";
import { ApiError } from "./api/errors";
import { keeper } from "./auth/tokens";
import { useHasMotion, useIsDark, usePreferences } from "./preferences/store";
import { router } from "./router";
import { antdTheme, applyPalette } from "./theme";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

// what one person has read is not shown to another
let reader = keeper.person()?.id;
keeper.subscribe(() => {
  if (keeper.person()?.id === reader) return;
  reader = keeper.person()?.id;
  queries.clear();
});

export function App() {
  const { language } = usePreferences();
  const isDark = useIsDark();
  const hasMotion = useHasMotion();
  applyPalette(isDark);

  useEffect(() => {
    document.documentElement.lang = language;
    void i18next.changeLanguage(language);
  }, [language]);

  return (
    <ConfigProvider
      theme={antdTheme(isDark, hasMotion)}
      locale={language === "zh-CN" ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      <AntApp message={{ maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
