import { csvOf } from '../../contract/index.ts';
import { html, type Html } from './html.ts';

/** One cell: what a person reads, and what stands in the CSV where that is more exact. */
export interface Cell {
  text: string;
  value?: number | string | null;
  /** The best of its row or column; starred. */
  best?: boolean;
  /** A bar beside it, a fraction of the longest. */
  bar?: number;
}

/** A table of a report. Cells are text or figures; figures stand to the right. */
export interface ReportTable {
  /** The name of its file, such as `measures`. */
  name: string;
  /** Said above it, and to those who do not see it. */
  caption: string;
  /** The first column heads the rows. `unit` stands in the CSV's heading alone. */
  columns: { title: string; kind: 'text' | 'figure'; hint?: string }[];
  rows: Cell[][];
  /** The CSV, where it tells more than the table shows; the cells' own values where left out. */
  csv?: readonly (readonly (string | number | null)[])[];
}

/** A figure as text and in full. */
export function figure(value: number | null | undefined, write: (value: number) => string): Cell {
  return value === null || value === undefined ? { text: '—', value: null } : { text: write(value), value };
}

export const text = (words: string): Cell => ({ text: words });

/** RFC 4180, figures in full. */
export function tableCsv({ columns, rows, csv }: ReportTable): string {
  return csvOf(
    csv ?? [
      columns.map(({ title }) => title),
      ...rows.map((row) => row.map(({ text: words, value }) => (value === undefined ? words : value))),
    ],
  );
}

/** A table of no more rows is kept on one page of paper; a longer one is set closer. */
const shortRows = 32;

export function tableHtml({ caption, columns, rows }: ReportTable, links: Html): Html {
  const looks = [
    columns.length > 2 && columns.every(({ kind }) => kind === 'text') && 'even',
    rows.length > shortRows ? 'dense' : 'short',
  ];
  const heads = columns.map(
    ({ title, kind, hint }) => html`<th scope="col" class="${kind}" title="${hint ?? ''}">${title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, place) => {
      const kind = columns[place]?.kind ?? 'text';
      const content = html`${cell.best ? html`<span class="star" title="best">★</span> ` : null}${cell.text}`;
      if (place === 0) return html`<th scope="row">${content}</th>`;
      const bar =
        cell.bar === undefined
          ? null
          : html`<span class="bar"><i style="width:${(100 * cell.bar).toFixed(1)}%"></i></span>`;
      return html`<td class="${kind}${cell.best ? ' best' : ''}">${bar}${content}</td>`;
    });
    return html`<tr>
      ${cells}
    </tr> `;
  });
  return html`<div class="table ${looks.filter(Boolean).join(' ')}">
    <div class="bar-above">
      <h3>${caption}</h3>
      ${links}
    </div>
    <div class="wide">
      <table>
        <thead>
          <tr>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>
  </div> `;
}
