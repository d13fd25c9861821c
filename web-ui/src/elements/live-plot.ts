import type uPlot from "uplot";
import uPlotCss from "uplot/dist/uPlot.min.css?inline";
import { messages } from "../messages.ts";
import type { Columns } from "../plots/history.ts";
import { h, setText, shadow, sheet } from "./dom.ts";
import css from "./live-plot.css?inline";

const style = sheet(`${uPlotCss}\n${css}`);

/** In rem, as all that is drawn: a television's page is twice a desk's. The style sheet knows the height, too. */
const HEIGHT = 8.25;
const AXIS_WIDTH = 3.875;
const AXIS_HEIGHT = 1.625;
const FONT = 0.75;
const SPAN_SECONDS = 120;
const SVG = "http://www.w3.org/2000/svg";

/** Lines are told apart by their dashes; colours only help. */
const DASHES: readonly (readonly number[])[] = [
  [],
  [8, 4],
  [2, 3],
  [12, 3, 2, 3],
  [4, 4],
  [12, 6],
  [1, 5],
  [8, 3, 2, 3, 2, 3],
];

const words = messages.admin.plots;

/** How a plot's figures are told. */
export interface PlotWords {
  readonly heading: string;
  /** A figure in full, as the list under the plot says it. */
  readonly say: (value: number) => string;
  /** A figure beside the axis. */
  readonly mark: (value: number) => string;
  /** The least that the axis covers: from 0, or to both sides of it. */
  readonly least: { readonly upTo: number; readonly bothSides: boolean };
}

/**
 * A small plot of the last two minutes. The picture is for the eye; the list under it says the same in words, and which
 * line is whose.
 */
export class LivePlot extends HTMLElement {
  static define(tag = "live-plot"): void {
    customElements.get(tag) ?? customElements.define(tag, LivePlot);
  }

  readonly #heading = h("h3", { id: "heading" });
  readonly #picture = h("div", { class: "picture", "aria-hidden": "true" });
  readonly #legend = h("ul", { class: "small-text", "aria-labelledby": "heading" });
  readonly #none = h("p", { class: "quiet small-text" }, words.none);
  #words: PlotWords | undefined;
  #columns: Columns = { seconds: [], series: [] };
  #names: ReadonlyMap<string, string> = new Map();
  #plot: uPlot | undefined;
  /** The series that the plot was made for. */
  #plotted = "";
  /** CSS pixels in the rem that it was made for. */
  #rem = 16;
  #made: typeof uPlot | undefined;
  #listeners: AbortController | undefined;

  constructor() {
    super();
    shadow(this, style).append(this.#heading, this.#picture, this.#legend, this.#none);
  }

  connectedCallback(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const resized = new ResizeObserver(() => this.#resize());
    resized.observe(this.#picture);
    matchMedia("(prefers-color-scheme: light)").addEventListener(
      "change",
      () => {
        this.#plotted = "";
        this.#draw();
      },
      { signal },
    );
    signal.addEventListener("abort", () => {
      resized.disconnect();
      this.#plot?.destroy();
      this.#plot = undefined;
    });
    void this.#load(signal);
  }

  disconnectedCallback(): void {
    this.#listeners?.abort();
  }

  set words(told: PlotWords) {
    this.#words = told;
    setText(this.#heading, told.heading);
  }

  /** @param names of the series, by their keys */
  show(columns: Columns, names: ReadonlyMap<string, string>): void {
    this.#columns = columns;
    this.#names = names;
    this.#draw();
  }

  async #load(signal: AbortSignal): Promise<void> {
    const { default: made } = await import("uplot");
    if (!signal.aborted) {
      this.#made = made;
      this.#draw();
    }
  }

  #draw(): void {
    const { seconds, series } = this.#columns;
    this.#none.hidden = series.length > 0;
    this.#picture.hidden = series.length === 0;
    this.#legend.hidden = series.length === 0;
    this.#drawLegend();
    if (series.length === 0 || !this.#made || !this.isConnected) {
      return;
    }
    const keys = JSON.stringify(series.map(({ key }) => key));
    const data = [[...seconds], ...series.map(({ values }) => [...values])] as uPlot.AlignedData;
    if (this.#plot && keys === this.#plotted) {
      this.#plot.setData(data);
      return;
    }
    this.#plot?.destroy();
    this.#rem = remPx();
    this.#plot = new this.#made(this.#options(series.length), data, this.#picture);
    this.#plotted = keys;
  }

  #drawLegend(): void {
    const say = this.#words?.say ?? String;
    const { series } = this.#columns;
    while (this.#legend.children.length > series.length) {
      this.#legend.lastElementChild?.remove();
    }
    series.forEach(({ key, latest, largest }, i) => {
      const row = this.#legend.children[i] ?? h("li", {}, sample(i), h("span"));
      if (!row.isConnected) {
        this.#legend.append(row);
      }
      const text = row.querySelector("span");
      if (text) {
        setText(text, words.line(this.#names.get(key) ?? "", say(latest), say(largest)));
      }
    });
  }

  #options(lines: number): uPlot.Options {
    const theme = getComputedStyle(this);
    const colour = (name: string) => theme.getPropertyValue(name).trim();
    const { mark, least } = this.#words ?? { mark: String, least: { upTo: 1, bothSides: false } };
    const px = (rem: number) => Math.round(rem * this.#rem);
    const thin = px(1 / 16);
    const axis = {
      stroke: colour("--quiet"),
      font: `${px(FONT)}px ${theme.fontFamily}`,
      gap: px(5 / 16),
      grid: { stroke: colour("--line"), width: thin },
      ticks: { show: false },
    };
    return {
      width: this.#width(),
      height: px(HEIGHT),
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-SPAN_SECONDS, 0] },
        y: {
          range: (_, low, high) => {
            const top = Math.max(least.upTo, Math.abs(low ?? 0), Math.abs(high ?? 0)) * 1.05;
            return [least.bothSides ? -top : 0, top];
          },
        },
      },
      axes: [
        {
          ...axis,
          size: px(AXIS_HEIGHT),
          splits: [-SPAN_SECONDS, -SPAN_SECONDS / 2, 0],
          values: (_, splits) => splits.map((at) => (at === 0 ? words.now : words.ago(-at))),
        },
        { ...axis, size: px(AXIS_WIDTH), values: (_, splits) => splits.map((at) => mark(at)), space: px(2) },
      ],
      series: [
        {},
        ...Array.from({ length: lines }, (_, i) => ({
          stroke: colour(`--plot-${i + 1}`),
          width: 2 * thin,
          dash: (DASHES[i] ?? []).map((length) => length * thin),
          points: { show: false },
        })),
      ],
    };
  }

  #width(): number {
    return Math.max(120, Math.floor(this.#picture.clientWidth));
  }

  #resize(): void {
    const width = this.#width();
    if (this.#plot && this.#rem !== remPx()) {
      this.#plotted = "";
      this.#draw();
    } else if (this.#plot && this.#plot.width !== width && this.#picture.clientWidth > 0) {
      this.#plot.setSize({ width, height: this.#plot.height });
    }
  }
}

function remPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** A piece of a line, as the plot draws it. */
function sample(index: number): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 32 8");
  svg.setAttribute("class", `sample line-${index + 1}`);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", "M0 4h32");
  line.setAttribute("stroke-dasharray", (DASHES[index] ?? []).join(" "));
  svg.append(line);
  return svg;
}

declare global {
  interface HTMLElementTagNameMap {
    "live-plot": LivePlot;
  }
}
