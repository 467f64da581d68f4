/** Why a request or an attempt ended as it did, in words. */
import { useTranslation } from "react-i18next";
import { Coded } from "../../ui/Coded";

export function EndWords({ reason }: { reason: string }) {
  const { t, i18n } = useTranslation();
  const key = `gateway.endReason.${reason}`;
  return i18n.exists(key) ? <Coded words={t(key as never)} code={reason} /> : reason;
}

/** The gateway's own codes have words; what an upstream or the network said stands as it is. */
export function ErrorWords({ error }: { error: string }) {
  const { t, i18n } = useTranslation();
  const key = `gateway.errorCode.${error}`;
  return i18n.exists(key) ? <Coded words={t(key as never)} code={error} /> : <span className="mono">{error}</span>;
}
