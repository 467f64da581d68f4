import type { SessionStatus } from "../../../shared/thread";
import type { Tone } from "../ui/Status";

export function toneOf(status: SessionStatus): Tone {
  if (status === "waiting") return "near";
  if (status === "human") return "active";
  return status === "bot" ? "good" : "calm";
}
