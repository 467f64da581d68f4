/** The palette as Ant Design takes it. */
import { type ThemeConfig, theme } from "antd";
import { DARK, FONT, LIGHT } from "./palette";

export function antdTheme(isDark: boolean, hasMotion: boolean): ThemeConfig {
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
      fontSize: 14,
      borderRadius: 8,
      controlHeight: 36,
      controlHeightSM: 28,
      wireframe: false,
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
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500 },
      Checkbox: { colorBorder: palette.soft },
      Drawer: { paddingLG: 24 },
      Tabs: { horizontalItemGutter: 24, itemSelectedColor: palette.link, inkBarColor: palette.link },
    },
  };
}
