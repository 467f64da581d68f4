import { Alert, Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "../api/errors";

interface FailedProps {
  /** Without any, there was no answer. */
  error?: unknown;
  retry?: (() => void) | undefined;
}

/** Why something could not be read, and to try it again. */
export function ReadFailed({ error, retry }: FailedProps) {
  const { t } = useTranslation();
  return (
    <Alert
      type="error"
      showIcon
      title={messageOf(error)}
      action={retry && <Button onClick={retry}>{t("action.retry")}</Button>}
    />
  );
}

/** What of a query's state says whether there is something to show. */
export type Read<Data> = { data: Data | undefined; error: unknown; refetch: () => Promise<unknown> };

interface Props<Data> {
  of: Read<Data>;
  children: (data: Data) => ReactNode;
}

/** What is read from the server: a skeleton until it is here, or why it does not come. */
export function Loaded<Data>({ of: { data, error, refetch }, children }: Props<Data>) {
  if (data !== undefined) return children(data);
  if (error) return <ReadFailed error={error} retry={() => void refetch()} />;
  return <Skeleton active />;
}
