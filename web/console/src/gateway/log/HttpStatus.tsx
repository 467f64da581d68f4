import { Status } from "../../ui/Status";
import { toneOfStatus } from "./format";

/** What a request was answered with; 0 is no answer. */
export function HttpStatus({ of: status }: { of: number }) {
  return <Status tone={toneOfStatus(status)}>{status === 0 ? "–" : String(status)}</Status>;
}
