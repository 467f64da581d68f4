/** Which columns a table has room for; what the others say stands in a second line of each row. */
import { useLayoutEffect, useRef, useState } from "react";
import type { Column, Columns } from "./columns";

/** They stay whatever room there is, as does the first column. */
const ALWAYS = ["name", "enabled", "actions"];
const BODY = ".ant-table-body";
const BORDERS_PX = 2;
const CELLS = ".ant-table-measure-row > td";

/** Measures the table in `box`, there from the first, anew for another `of`; rows that come meanwhile only take room away. */
export function useFolded<Row>(columns: Columns<Row>, of: string) {
  const box = useRef<HTMLDivElement>(null);
  const [roomPx, setRoomPx] = useState(0);
  const [measured, setMeasured] = useState<{ of: string; px: number[] }>();
  const scope = `${columns.length} ${of}`;
  const px = measured?.of === scope ? measured.px : undefined;
  const { kept, isTooNarrow } = fitting(columns, px, roomPx);
  useLayoutEffect(() => {
    const { current } = box;
    const body = current?.querySelector(BODY);
    if (!current) return;
    const measure = () => {
      setRoomPx(current.clientWidth - BORDERS_PX);
      if (!body || body.scrollWidth <= body.clientWidth) return;
      const cells = [...body.querySelectorAll<HTMLElement>(CELLS)].map(({ offsetWidth }) => offsetWidth + 1);
      const [ticks = 0] = cells.splice(0, cells.length - kept.length); // a column of boxes to tick comes first
      const next = columns.map((column, place) => cells[kept.indexOf(column)] ?? px?.[place] ?? 0);
      next[0] = (next[0] ?? 0) + ticks;
      if (next.join() !== px?.join()) setMeasured({ of: scope, px: next });
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(current);
    if (body?.firstElementChild) watch.observe(body.firstElementChild); // cells also grow by what they read themselves
    return () => watch.disconnect();
  });
  const folded = columns.filter((column) => !kept.includes(column) && column.key !== "spare");
  return { box, shown: kept, folded, isTooNarrow };
}

/** Leaves out columns from the right until the others have room; it may be too narrow for those that stay, too. */
function fitting<Row>(columns: Columns<Row>, px: number[] | undefined, roomPx: number) {
  const kept = [...columns];
  if (!px || roomPx === 0) return { kept, isTooNarrow: false };
  const widthOf = (column: Column<Row>) => px[columns.indexOf(column)] ?? 0;
  const overPx = () => kept.reduce((sum, column) => sum + widthOf(column), -roomPx);
  for (const column of columns.slice(1).reverse()) {
    if (overPx() <= 0) break;
    if (!ALWAYS.includes(String(column.key))) kept.splice(kept.indexOf(column), 1);
  }
  return { kept, isTooNarrow: overPx() > 0 };
}
