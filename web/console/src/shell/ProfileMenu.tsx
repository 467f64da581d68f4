import { LogoutOutlined, UserOutlined } from "@ant-design/icons";
import { Avatar, Button, Divider, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMe } from "../auth/session";
import { keeper } from "../auth/tokens";
import { LanguageSwitch, ThemeSwitch } from "./Switches";

interface Props {
  isCompact: boolean;
  onNavigate: (() => void) | undefined;
}

export function ProfileMenu({ isCompact, onNavigate }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  if (!me) return null;
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
      <Button block icon={<LogoutOutlined />} onClick={() => void keeper.signOut()}>
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
