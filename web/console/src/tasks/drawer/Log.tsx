import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../../api/client";
import { formatNumber } from "../../format";
import { Loaded } from "../../ui/Loaded";
import { Time } from "../../ui/Time";
import { countedOf } from "../attempts";
import { isFinished, type Task } from "../types";
import { Folded } from "./Folded";
import { type Line, lineWords } from "./timeline";

const REFRESH_MS = 2000;
const AT_ONCE = 1000;
const SHOWN = 200;

interface Lines extends Schema<"TaskLog"> {
  /** Nothing will be told any more. */
  isWhole: boolean;
}

/** What a task has told so far; each time only the new lines are asked for. */
export function useLog(id: string, isOver: boolean) {
  const queries = useQueryClient();
  const queryKey = ["get", "/api/tasks/{task_id}/log", { id }];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Lines> => {
      const before = queries.getQueryData<Lines>(queryKey) ?? { items: [], next_after: 0 };
      const params = { path: { task_id: id }, query: { after: before.next_after, limit: AT_ONCE } };
      const { items, next_after } = await dataOf(client.GET("/api/tasks/{task_id}/log", { params, signal }));
      return { items: [...before.items, ...items], next_after, isWhole: isOver && items.length < AT_ONCE };
    },
    refetchInterval: ({ state: { data, error } }) => (error || (isOver && data?.isWhole) ? false : REFRESH_MS),
  });
}

export function Log({ of, task }: { of: ReturnType<typeof useLog>; task: Task }) {
  return <Loaded of={of}>{({ items }) => <LogLines of={items} task={task} />}</Loaded>;
}

/** The last lines, and all of them if asked; it stays at its end while more come, unless somebody reads further up. */
function LogLines({ of: all, task }: { of: Line[]; task: Task }) {
  const { t } = useTranslation();
  const [isAll, setAll] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lines = isAll ? all : all.slice(-SHOWN);
  const hidden = all.length - lines.length;
  const last = all.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that a line comes
  useLayoutEffect(() => {
    if (isAtEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [last?.id]);
  if (!last) return <p className="soft">{t(isFinished(task) ? "task.noLog" : "task.noLogYet")}</p>;
  const counted = countedOf(task);
  const isTried = counted(last.attempt) > 1;
  return (
    <>
      {hidden > 0 && (
        <Button type="link" size="small" onClick={() => setAll(true)}>
          {t("task.earlierLines", { count: hidden, amount: formatNumber(hidden) })}
        </Button>
      )}
      <div
        ref={box}
        role="log"
        aria-label={t("task.log")}
        className="task-log mono"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long log is scrolled by keyboard, too
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          isAtEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
        }}
      >
        {lines.map((line) => (
          <div key={line.id} data-level={line.level}>
            <span className="soft">
              <Time value={line.at} shape="clock" />
              {isTried && ` #${counted(line.attempt)}`}
            </span>
            <span>
              {lineWords(line)}
              {line.detail && <Folded words={t("task.traceback")} text={line.detail} />}
            </span>
          </div>
        ))}
      </div>
    </>
  );
}
