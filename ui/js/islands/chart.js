// Charts. The program builds the option as JSON; this island draws it in the page's own colours.
import { init, registerLocale, use } from "echarts/core";
import { BarChart, FunnelChart, GaugeChart, LineChart, PieChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import en from "echarts/i18n/langEN-obj.js";
import zh from "echarts/i18n/langZH-obj.js";

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  DatasetComponent,
  FunnelChart,
  GaugeChart,
  GraphicComponent,
  GridComponent,
  LabelLayout,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  PieChart,
  TitleComponent,
  TooltipComponent,
]);
registerLocale("EN", en);
registerLocale("ZH", zh);

// Ways to write a number, by the name that an option gives under "fmt".
function formats(locale) {
  const number = (options) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value) => (value == null || Number.isNaN(Number(value)) ? "–" : format.format(value));
  };
  const plain = {
    integer: number({ maximumFractionDigits: 0 }),
    number: number({ maximumFractionDigits: 2 }),
    compact: number({ notation: "compact", maximumFractionDigits: 1 }),
    cny: number({ style: "currency", currency: "CNY", maximumFractionDigits: 2 }),
    cny0: number({ style: "currency", currency: "CNY", maximumFractionDigits: 0 }),
    percent: (value) => number({ style: "percent", maximumFractionDigits: 1 })(value / 100),
  };
  // A label beside a mark hears the whole mark; "mark:…" writes its value.
  const marks = Object.entries(plain).map(([name, format]) => [`mark:${name}`, (mark) => format(mark.value)]);
  return { ...plain, ...Object.fromEntries(marks) };
}

// Replaces every {"fmt": name} by its function; an option never carries code.
function withFormats(value, known) {
  if (Array.isArray(value)) return value.map((item) => withFormats(item, known));
  if (value === null || typeof value !== "object") return value;
  if (typeof value.fmt === "string" && Object.keys(value).length === 1) return known[value.fmt] ?? known.number;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withFormats(item, known)]));
}

// The chart's theme, read from the design tokens where the chart stands.
function theme(element) {
  const style = getComputedStyle(element);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    axisLine: { lineStyle: { color: token("border-strong") } },
    axisTick: { show: false },
    axisLabel: { color: token("text-muted"), fontSize: 12 },
    splitLine: { lineStyle: { color: token("border") } },
  };
  return {
    color: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`chart-${n}`)),
    backgroundColor: "transparent",
    textStyle: { fontFamily: style.fontFamily, color: token("text") },
    title: { textStyle: { color: token("text") } },
    legend: { textStyle: { color: token("text-muted") }, icon: "circle", itemWidth: 8, itemHeight: 8, itemGap: 16 },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    line: { symbol: "circle", symbolSize: 6, lineStyle: { width: 2 } },
    // A label with a colour of its own gets no outline.
    bar: { itemStyle: { borderRadius: 3 }, barMaxWidth: 32, label: { color: token("text-muted") } },
    pie: { itemStyle: { borderColor: token("surface"), borderWidth: 2 }, label: { color: token("text-muted") } },
    funnel: { itemStyle: { borderColor: token("surface"), borderWidth: 2 }, label: { color: token("text") } },
    gauge: { axisLine: { lineStyle: { color: [[1, token("border")]] } } },
    tooltip: {
      backgroundColor: token("surface-raised"),
      borderColor: token("border"),
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { color: token("text"), fontSize: 13 },
      extraCssText: `border-radius:6px;box-shadow:${token("shadow-md")}`,
      axisPointer: { lineStyle: { color: token("border-strong") }, shadowStyle: { color: token("hover"), opacity: 0.6 } },
    },
    aria: { enabled: true, decal: { show: false } },
  };
}

// Draws into `element`; `onPick(json)` hears which mark was clicked.
export function mount(element, { locale, onPick }) {
  const known = formats(locale);
  const language = locale.startsWith("zh") ? "ZH" : "EN";
  const animation = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  let option;
  let chart;
  const draw = () => {
    chart?.dispose();
    chart = init(element, theme(element), { renderer: "canvas", locale: language });
    chart.on("click", ({ name, value, seriesName, dataIndex, seriesIndex }) =>
      onPick?.(JSON.stringify({ name, value, series: seriesName, index: dataIndex, series_index: seriesIndex })),
    );
    // Between the marks of a chart with axes, a click means the category there.
    chart.getZr().on("click", ({ target, offsetX, offsetY }) => {
      if (target || !option?.xAxis || !chart.containPixel("grid", [offsetX, offsetY])) return;
      const [x, y] = chart.convertFromPixel("grid", [offsetX, offsetY]);
      const index = Math.round(option.xAxis.type === "category" ? x : y);
      onPick?.(JSON.stringify({ index }));
    });
    if (option) chart.setOption(option);
  };
  draw();
  const sized = new ResizeObserver(() => chart.resize());
  sized.observe(element);
  // Skin and theme stand on the root element; a change of either redraws in the new colours.
  const skinned = new MutationObserver(draw);
  skinned.observe(document.documentElement, { attributeFilter: ["data-skin", "data-theme"] });
  return {
    set: (json) => {
      option = { animation, animationDuration: 300, ...withFormats(JSON.parse(json), known) };
      chart.setOption(option, { notMerge: true });
    },
    resize: () => chart.resize(),
    png: () => chart.getDataURL({ pixelRatio: 2, backgroundColor: getComputedStyle(element).getPropertyValue("--surface").trim() }),
    dispose: () => {
      sized.disconnect();
      skinned.disconnect();
      chart.dispose();
    },
  };
}
