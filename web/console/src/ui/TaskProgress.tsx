import { Progress } from "antd";

interface Going {
  /** 0 to 1. */
  progress: number;
  /** Null where nothing is known of it any more. */
  status: string | null;
}

const ENDS: unknown[] = ["succeeded", "failed", "cancelled", null];

/** In whole percent; what has not ended is never at a hundred. */
export function percentOf({ progress, status }: Going): number {
  const percent = status === "succeeded" ? 100 : Number((progress * 100).toFixed(6)); // 0.29 * 100 is less than 29
  return Math.min(Math.floor(percent), ENDS.includes(status) ? 100 : 99);
}

/** How far a task, or a batch of them, is. */
export function TaskProgress({ of, label, isSmall = false }: { of: Going; label: string; isSmall?: boolean }) {
  const tone = of.status === "failed" ? "exception" : "normal"; // left to itself it says success at a hundred
  return <Progress percent={percentOf(of)} status={tone} size={isSmall ? "small" : "medium"} aria-label={label} />;
}
