import { Skeleton } from "antd";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef, useState } from "react";
import { useIsDark } from "../../preferences/store";

export interface Line {
  name: string;
  values: (number | null)[];
  tone: "accent" | "bad" | "near" | "good" | "soft";
  kind?: "bar" | "line" | undefined;
  /** Bars of one stack stand on each other. */
  stack?: string;
}

interface Props {
  label: string;
  /** In full, as a hint says them. */
  times: string[];
  /** Shortly, as the axis says them. */
  ticks: string[];
  lines: Line[];
  format: (value: number) => string;
}

const MOST_TICKS = 6;

const isWhole = (value: number | null) => value === null || Number.isInteger(value);

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--rd-${name}`).trim();
}

function options({ label, times, ticks, lines, format }: Props): EChartsCoreOption {
  const soft = { color: color("soft"), fontSize: 12 };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    aria: { enabled: true, label: { description: label } },
    grid: { left: 8, right: 8, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8, textStyle: soft },
    tooltip: {
      trigger: "axis",
      backgroundColor: color("surface"),
      borderColor: color("line"),
      textStyle: { color: color("text"), fontSize: 12 },
      valueFormatter: (value: unknown) => (typeof value === "number" ? format(value) : "–"),
    },
    xAxis: {
      type: "category",
      data: times,
      boundaryGap: lines.some(({ kind }) => kind === "bar"),
      axisLabel: {
        ...soft,
        formatter: (_: string, index: number) => ticks[index] ?? "",
        interval: Math.ceil(times.length / MOST_TICKS) - 1,
        hideOverlap: true,
        alignMinLabel: "left",
        alignMaxLabel: "right",
      },
      axisLine: { lineStyle: { color: color("line") } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      axisLabel: { ...soft, formatter: format },
      splitLine: { lineStyle: { color: color("faintLine") } },
      splitNumber: 3,
      minInterval: lines.every(({ values }) => values.every(isWhole)) ? 1 : 0,
    },
    series: lines.map(({ name, values, tone, kind = "line", stack = "all" }) => ({
      name,
      type: kind,
      data: values,
      ...(kind === "bar"
        ? { stack, barMaxWidth: 24 }
        : // of a few points alone no line is to be seen
          { symbol: "circle", symbolSize: 6, showSymbol: values.filter((value) => value !== null).length < 3 }),
      connectNulls: true,
      itemStyle: { color: color(tone) },
      lineStyle: { width: 2, color: color(tone) },
    })),
  };
}

/** A chart in the console's own colours; what it says stands in the tiles and tables beside it as well. */
export function Chart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const isDark = useIsDark();

  useEffect(() => {
    let isGone = false;
    let drawn: EChartsType | undefined;
    const sizes = new ResizeObserver(() => drawn?.resize());
    void import("./echarts").then(({ init }) => {
      if (isGone || !place.current) return;
      drawn = init(place.current, undefined, { renderer: "svg" });
      sizes.observe(place.current);
      setChart(drawn);
    });
    return () => {
      isGone = true;
      sizes.disconnect();
      drawn?.dispose();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours that are read hang on the theme
  useEffect(() => chart?.setOption(options(props), true), [chart, isDark, props]);

  return (
    <div className="chart">
      {!chart && <Skeleton active title={false} paragraph={{ rows: 5 }} />}
      <div ref={place} className="chart-canvas" role="img" aria-label={props.label} />
    </div>
  );
}
