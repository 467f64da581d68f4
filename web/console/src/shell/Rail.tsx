import { MenuFoldOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useCan } from "../auth/session";
import { setPreferences } from "../preferences/store";
import { Brand } from "./Brand";
import { PLACES } from "./navigation";
import { ProfileMenu } from "./ProfileMenu";

interface Props {
  isCollapsed: boolean;
  isDrawer?: boolean;
  onNavigate?: () => void;
}

export function Rail({ isCollapsed, isDrawer = false, onNavigate }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const places = PLACES.filter((place) => can(place.permission));
  return (
    <nav className="rail" data-collapsed={isCollapsed || undefined} aria-label={t("shell.navigation")}>
      <div className="rail-top">
        <Brand isCompact={isCollapsed} />
      </div>
      <ul>
        {places.map((place, index) => (
          <li key={place.key} data-first={(index > 0 && places[index - 1]?.group !== place.group) || undefined}>
            <Tooltip title={isCollapsed ? t(`nav.${place.key}`) : ""} placement="right">
              <NavLink
                to={place.path}
                {...(onNavigate ? { onClick: onNavigate } : {})}
                aria-label={t(`nav.${place.key}`)}
              >
                {place.icon}
                {!isCollapsed && <span>{t(`nav.${place.key}`)}</span>}
              </NavLink>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className="rail-end">
        <ProfileMenu isCompact={isCollapsed} onNavigate={onNavigate} />
        {!isDrawer && (
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
