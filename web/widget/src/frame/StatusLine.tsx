import type { StreamState } from "../../../shared/stream";
import type { ThreadState } from "../../../shared/thread";
import type { Translate } from "./i18n";

interface Props {
  thread: ThreadState;
  connection: StreamState | undefined;
  t: Translate;
}

export function StatusLine({ thread, connection, t }: Props) {
  const status = thread.status ?? "bot";
  return (
    <p class="status" data-status={status} aria-live="polite">
      <i data-state={connection === "lost" ? "lost" : status} />
      {connection === "lost" ? t("connectionLost") : describe(thread, t)}
    </p>
  );
}

function describe({ status, operator }: ThreadState, t: Translate): string {
  if (status === "waiting") return t("statusWaiting");
  if (status === "closed") return t("statusClosed");
  if (status !== "human") return t("statusBot");
  return operator?.name ? t("statusHuman", { name: operator.name }) : t("statusHumanUnnamed");
}
