import { html, type Html } from './html.ts';
import { light } from './plot-colours.ts';

/** A drawing of a report: SVG whose colours are the page's (`var(--ink)`), and its figures. */
export interface Plot {
  /** The name of its files, such as `losses`. */
  name: string;
  title: string;
  /** Below it: what is drawn, in which unit. */
  caption: string;
  width: number;
  height: number;
  svg: Html;
  csv: string;
  /** How it stands in the page: `half` for two side by side. */
  className?: 'half';
}

const fonts = "Inter, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";

/** The SVG of a plot. `label` is what is read out. */
export function drawing(width: number, height: number, label: string, content: Html): Html {
  return html`<svg
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    font-family="${fonts}"
    role="img"
    aria-label="${label}"
  >
    ${content}
  </svg>`;
}

const colours: Partial<Record<string, string>> = { ...light };

/** The same without a page around it: colours written out, as they are on paper. */
export function drawnAlone({ svg }: Plot): string {
  const named = svg.text.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return named.replaceAll(/var\(--([a-z0-9-]+)\)/g, (whole, name: string) => colours[name] ?? whole);
}

/** Where the figures of a plot are drawn, px. */
export interface Frame {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A scale with its marks. `place` answers px. */
export interface Axis {
  ticks: readonly { value: number; label: string }[];
  place(value: number): number;
  title: string;
}

/** Lines across at the marks of `y`, marks of `x` below, and what each is called. */
export function axes({ left, right, top, bottom }: Frame, x: Axis, y: Axis): Html {
  const across = y.ticks.map(({ value, label }) => {
    const at = y.place(value).toFixed(1);
    return html`<path d="M${left} ${at}H${right}" stroke="var(--line)" /><text
        x="${left - 8}"
        y="${at}"
        dy="0.34em"
        text-anchor="end"
        >${label}</text
      >`;
  });
  const along = x.ticks.map(({ value, label }) => {
    const at = x.place(value).toFixed(1);
    return html`<path d="M${at} ${bottom}v4" stroke="var(--line-strong)" /><text
        x="${at}"
        y="${bottom + 17}"
        text-anchor="middle"
        >${label}</text
      >`;
  });
  return html`<g fill="var(--mute)" font-size="11"
    >${across}<path d="M${left} ${bottom}H${right}" stroke="var(--line-strong)" />${along}<text
      x="${right}"
      y="${bottom + 32}"
      text-anchor="end"
      >${x.title}</text
    ><text x="${left}" y="${top - 9}">${y.title}</text></g
  >`;
}
