import { LogoutOutlined, MenuFoldOutlined, MenuUnfoldOutlined, SearchOutlined, UserOutlined } from "@ant-design/icons";
import { Avatar, Button, Divider, Popover, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useNavigate } from "react-router";
import { useCan, useMe } from "../auth/session";
import { keeper } from "../auth/tokens";
import { useDeskStats } from "../inbox/queries";
import { isUploading } from "../models/useUploads";
import { setPreferences, usePreferences } from "../preferences/store";
import { useConfirm } from "../ui/useAction";
import { Brand } from "./Brand";
import { PLACES } from "./navigation";
import { PALETTE_KEYS } from "./palette/usePalette";
import { LanguageSwitch, ThemeSwitch } from "./Switches";

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

function ProfileMenu({ isCompact, onNavigate }: { isCompact: boolean; onNavigate: (() => void) | undefined }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const confirm = useConfirm();
  if (!me) return null;
  const signOut = async () => {
    if (!isUploading()) return keeper.signOut();
    setOpen(false);
    confirm(t("upload.signOut"), t("upload.signOutHint"), t("auth.signOut"), () => keeper.signOut());
  };
  const role = t(`role.${me.role}`);
  const openAccount = () => {
    setOpen(false);
    onNavigate?.();
    void navigate("/account");
  };
  const card = (
    <div className="profile-card">
      <div>
        <strong>{me.name}</strong>
        <div className="soft small">{me.email}</div>
        <div className="soft small">{role}</div>
      </div>
      <Divider />
      <div className="profile-row">
        <span>{t("profile.language")}</span>
        <LanguageSwitch />
      </div>
      <div className="profile-row">
        <span>{t("profile.theme")}</span>
        <ThemeSwitch />
      </div>
      <Divider />
      <Button block className="profile-action" icon={<UserOutlined />} onClick={openAccount}>
        {t("account.title")}
      </Button>
      <Button block icon={<LogoutOutlined />} onClick={() => void signOut()}>
        {t("auth.signOut")}
      </Button>
    </div>
  );
  return (
    <Popover open={isOpen} onOpenChange={setOpen} content={card} trigger="click" placement="topLeft" arrow={false}>
      <button type="button" className="profile">
        <Avatar size={28} className="avatar" aria-hidden>
          {me.name.slice(0, 1).toUpperCase()}
        </Avatar>
        {!isCompact && (
          <span className="profile-name">
            <span>{me.name}</span>
            <span className="soft">{role}</span>
          </span>
        )}
        <span className="visually-hidden">{t("profile.menu")}</span>
      </button>
    </Popover>
  );
}
