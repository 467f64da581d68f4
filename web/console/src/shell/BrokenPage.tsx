import { DisconnectOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";
import { EmptyState } from "../ui/EmptyState";
import { usePageTitle } from "../ui/Page";
import { lookAtServer, type ServerState } from "./upgrade";

const LOOK_EVERY_MS = 3_000;

/** What shows, without Ant Design, in a page's place when it could not be loaded or broke; comes back by itself once the server does. */
export function BrokenPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  const [server, setServer] = useState<ServerState>();
  usePageTitle(server ? t(`shell.broken.${server}`) : "");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another error may have another cause
  useEffect(() => {
    void lookAtServer().then(setServer);
  }, [error]);

  useEffect(() => {
    if (server !== "unreachable") return;
    const timer = setInterval(async () => {
      if ((await lookAtServer()) !== "unreachable") location.reload();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [server]);

  const reload = async () => {
    const found = await lookAtServer();
    setServer(found);
    if (found !== "unreachable") location.reload();
  };
  if (server === undefined) return null;
  return (
    <div className="page" role="alert">
      <EmptyState
        icon={<DisconnectOutlined />}
        title={t(`shell.broken.${server}`)}
        hint={t(`shell.broken.${server}Hint`)}
      >
        <button type="button" className="plain-button" onClick={() => void reload()}>
          {t("shell.broken.reload")}
        </button>
      </EmptyState>
    </div>
  );
}
