import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider, type ThemeConfig, theme } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";
import { ApiError } from "../api/errors";
import { keeper } from "../auth/tokens";
import { forgetDrafts } from "../inbox/drafts";
import { forgetChat, recallChat } from "../models/chat/kept";
import { endUploads } from "../models/useUploads";
import { DARK, FONT, LIGHT } from "../palette";
import { useHasMotion, useIsDark, usePreferences } from "../preferences/store";
import { SCROLL } from "../ui/forms/useSubmit";

const queries = new QueryClient({
  defaultOptions: {
    // without a network, too: a page says that it was not answered, where it would wait for ever
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 5_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

// what one person has read or begun to write is nothing for another
let reader: string | undefined;
const followPerson = () => {
  if (keeper.person?.id === reader) return;
  if (reader !== undefined) {
    forgetDrafts();
    forgetChat();
    endUploads();
  }
  reader = keeper.person?.id;
  if (reader !== undefined) recallChat(reader);
  queries.clear();
};
keeper.state.subscribe(followPerson);
followPerson(); // this loads once somebody has signed in

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
      form={{
        scrollToFirstError: SCROLL,
        validateMessages: { required, whitespace: required, types: { email: t("form.email") } },
      }}
    >
      <AntApp message={{ maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          <Outlet />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

/** The palette as Ant Design takes it. */
function antdTheme(isDark: boolean, hasMotion: boolean): ThemeConfig {
  const palette = isDark ? DARK : LIGHT;
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      colorInfo: palette.accent,
      colorLink: palette.link,
      colorSuccess: palette.good,
      colorWarning: palette.near,
      colorError: palette.bad,
      colorText: palette.text,
      colorTextSecondary: palette.soft,
      colorTextTertiary: palette.soft,
      colorTextPlaceholder: palette.soft,
      colorBgLayout: palette.ground,
      colorBgContainer: palette.surface,
      colorBgElevated: isDark ? palette.raised : palette.surface,
      colorBorder: palette.line,
      colorBorderSecondary: palette.faintLine,
      fontFamily: FONT,
      borderRadius: 8,
      controlHeight: 36,
      controlHeightSM: 28,
      motion: hasMotion,
    },
    components: {
      Table: {
        headerBg: palette.raised,
        headerColor: palette.soft,
        headerSplitColor: "transparent",
        cellPaddingBlockSM: 4,
        cellPaddingInlineSM: 12,
      },
      Button: {
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
        fontWeight: 500,
        // the lighter accent that Ant Design makes for the hover is too faint on white
        defaultHoverColor: palette.link,
        defaultHoverBorderColor: palette.link,
      },
      Checkbox: { colorBorder: palette.soft },
      Pagination: { itemActiveColor: palette.link, itemActiveColorHover: palette.link },
      // what is moved is to be seen: a rail and what it is filled to differ from the ground, and from each other
      Slider: {
        railBg: palette.edge,
        railHoverBg: palette.edge,
        trackBg: palette.link,
        trackHoverBg: palette.link,
        colorPrimaryBorderHover: palette.link,
        handleColor: palette.link,
        handleActiveColor: palette.link,
      },
      Tabs: { horizontalItemGutter: 24, itemSelectedColor: palette.link, inkBarColor: palette.link },
    },
  };
}
