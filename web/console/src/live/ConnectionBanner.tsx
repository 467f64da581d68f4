import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsAny } from "./connection";

const PATIENCE_MS = 1500;

export function ConnectionBanner() {
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
