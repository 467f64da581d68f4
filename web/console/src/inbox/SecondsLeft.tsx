import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** How long it is until then, counted down; the server decides when it is over. */
export function SecondsLeft({ until }: { until: string }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="soft small nowrap" role="timer">
      {t("inbox.secondsLeft", { count: Math.max(0, Math.ceil((Date.parse(until) - now) / 1000)) })}
    </div>
  );
}
