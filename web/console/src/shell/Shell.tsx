import { MenuOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { OfferNotices } from "../inbox/OfferNotices";
import { ConnectionBanner } from "../live/ConnectionBanner";
import { DeskEvents } from "../live/DeskEvents";
import { focusPage, noteFocus } from "../ui/focus";
import { LeaveGuard } from "../ui/forms/LeaveGuard";
import { useIsNarrow } from "../ui/useMedia";
import { Brand } from "./Brand";
import { Guarded } from "./Guarded";
import { usePalette } from "./palette/usePalette";
import { Rail } from "./Rail";

/** By hand: the router, which knows nothing of a place in a page, would take it for a way elsewhere. */
function skip(event: React.MouseEvent) {
  event.preventDefault();
  focusPage();
}

export function Shell() {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow(860);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { palette, open: openPalette } = usePalette();
  return (
    <div className="shell" data-narrow={isNarrow || undefined}>
      {/* biome-ignore lint/a11y/useValidAnchor: it is a way to a place in the page, gone by hand */}
      <a className="skip" href="#main" onClick={skip}>
        {t("shell.skip")}
      </a>
      <DeskEvents />
      <OfferNotices />
      <LeaveGuard />
      {palette}
      {isNarrow ? (
        <header className="topbar">
          <Button type="text" icon={<MenuOutlined />} aria-label={t("shell.menu")} onClick={() => setMenuOpen(true)} />
          <Brand />
          <span className="spacer" />
          <Button type="text" icon={<SearchOutlined />} aria-label={t("palette.open")} onClick={openPalette} />
          <Drawer
            open={isMenuOpen}
            onClose={() => setMenuOpen(false)}
            placement="left"
            size={264}
            closable={false}
            className="rail-drawer"
          >
            <Rail onNavigate={() => setMenuOpen(false)} />
          </Drawer>
        </header>
      ) : (
        <Rail onSearch={openPalette} />
      )}
      <main id="main" tabIndex={-1} onFocus={noteFocus}>
        <ConnectionBanner />
        <Guarded />
      </main>
    </div>
  );
}
