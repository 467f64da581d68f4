import { MenuFoldOutlined, MenuUnfoldOutlined, SearchOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useCan } from "../auth/session";
import { useDeskStats } from "../inbox/queries";
import { setPreferences, usePreferences } from "../preferences/store";
import { Brand } from "./Brand";
import { PLACES } from "./navigation";
import { ProfileMenu } from "./ProfileMenu";
import { PALETTE_KEYS } from "./palette/usePalette";

interface Props {
  /** In a drawer, which is closed then; such a rail is never collapsed. */
  onNavigate?: () => void;
  onSearch?: () => void;
}

export function Rail({ onNavigate, onSearch }: Props) {
  const { t } = useTranslation();
  const isCollapsed = usePreferences().isRailCollapsed && !onNavigate;
  const can = useCan();
  const waiting = useDeskStats()?.waiting ?? 0;
  const places = PLACES.filter((place) => can(place.permission));
  return (
    <nav className="rail" data-collapsed={isCollapsed || undefined} aria-label={t("shell.navigation")}>
      <div className="rail-top">
        <Brand isCompact={isCollapsed} />
      </div>
      {onSearch && (
        <Tooltip title={isCollapsed ? `${t("palette.open")} (${PALETTE_KEYS})` : ""} placement="right">
          <button
            type="button"
            className="rail-search"
            {...(isCollapsed ? { "aria-label": t("palette.open") } : {})}
            onClick={onSearch}
          >
            <SearchOutlined />
            {!isCollapsed && (
              <>
                <span className="rail-name">{t("palette.open")}</span>
                <kbd>{PALETTE_KEYS}</kbd>
              </>
            )}
          </button>
        </Tooltip>
      )}
      <ul>
        {places.map(({ key, path, icon, group }, index) => {
          const count = key === "inbox" ? waiting : 0;
          const label = count > 0 ? t("shell.inboxWaiting", { count }) : t(`nav.${key}`);
          return (
            <li key={key} data-first={(index > 0 && places[index - 1]?.group !== group) || undefined}>
              <Tooltip title={isCollapsed ? label : ""} placement="right">
                <NavLink to={path} {...(onNavigate ? { onClick: onNavigate } : {})} aria-label={label}>
                  {icon}
                  {!isCollapsed && <span className="rail-name">{t(`nav.${key}`)}</span>}
                  {count > 0 && <span className="rail-count">{count > 99 ? "99+" : count}</span>}
                </NavLink>
              </Tooltip>
            </li>
          );
        })}
      </ul>
      <div className="rail-end">
        <ProfileMenu isCompact={isCollapsed} onNavigate={onNavigate} />
        {!onNavigate && (
          <button
            type="button"
            className="rail-fold"
            aria-label={t(isCollapsed ? "shell.expand" : "shell.collapse")}
            aria-expanded={!isCollapsed}
            onClick={() => setPreferences({ isRailCollapsed: !isCollapsed })}
          >
            {isCollapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          </button>
        )}
      </div>
    </nav>
  );
}
