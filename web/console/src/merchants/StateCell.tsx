import { useTranslation } from "react-i18next";
import { Status } from "../ui/Status";
import { type Merchant, percentOf, reasonText, type Sync, stateOf } from "./types";

/** What matters most about a merchant, with the reason on hover. */
export function StateCell({ merchant, sync }: { merchant: Merchant; sync: Sync | undefined }) {
  const { t } = useTranslation();
  const state = stateOf(merchant, sync);
  const percent = state.sync && percentOf(state.sync);
  const isSyncing = state.text === "syncing" && percent !== undefined;
  const detail = state.detail ?? (state.sync && reasonText(state.sync.reason, state.sync.message));
  return (
    <Status tone={state.tone} hint={detail}>
      {isSyncing ? t("merchants.syncingPercent", { percent }) : t(`merchants.stateOf.${state.text}`)}
    </Status>
  );
}
