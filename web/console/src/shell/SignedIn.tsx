import { MenuOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";
import { RequireSignIn } from "../auth/RequireSignIn";
import { useCan } from "../auth/session";
import { OfferNotices } from "../inbox/OfferNotices";
import { DeskEvents } from "../live/DeskEvents";
import { useIsAny } from "../live/stream";
import { useReadFailedAgain } from "../live/useReadFailedAgain";
import { focusPage, noteFocus, watchFocus } from "../ui/focus";
import { LeaveGuard } from "../ui/forms/LeaveGuard";
import { useIsNarrow } from "../ui/useMedia";
import { useEndErrors } from "../ui/useNotices";
import { Brand } from "./Brand";
import { Forbidden, NotFound } from "./NoPage";
import { permissionsAt } from "./navigation";
import { usePalette } from "./palette/usePalette";
import { Rail } from "./Rail";

/** The shell, for whoever has signed in. */
export function SignedIn() {
  return (
    <RequireSignIn>
      <Shell />
    </RequireSignIn>
  );
}

/** By hand: the router, which knows nothing of a place in a page, would take it for a way elsewhere. */
function skip(event: React.MouseEvent) {
  event.preventDefault();
  focusPage();
}

function Shell() {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow(860);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { palette, open: openPalette } = usePalette();
  useEndErrors();
  useReadFailedAgain();
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
      <main id="main" tabIndex={-1} ref={watchFocus} onFocus={noteFocus}>
        <ConnectionBanner />
        <Guarded />
      </main>
    </div>
  );
}

/** The page of the address, or why there is none: a page that is not for this person asks the server for nothing. */
function Guarded() {
  const can = useCan();
  const permissions = permissionsAt(useLocation().pathname);
  if (permissions === undefined) return <NotFound />;
  if (!permissions.every(can)) return <Forbidden />;
  return (
    <Suspense>
      <Outlet />
    </Suspense>
  );
}

const PATIENCE_MS = 1500;

function ConnectionBanner() {
  const { t } = useTranslation();
  const isLost = useIsAny("lost");
  const isForbidden = useIsAny("forbidden");
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isLost) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isLost]);
  if (!isForbidden && !isShown) return null;
  return (
    <div className="banner" role="status">
      {t(isForbidden ? "shell.streamForbidden" : "shell.connectionLost")}
    </div>
  );
}
