import sharp from 'sharp';
import { html, type Html } from './html.ts';
import { tableCsv, tableHtml, type ReportTable } from './report-table.ts';
import { drawnAlone, type Plot } from './plot.ts';

/** A plot or table as a file of its own. */
export interface SavedFile {
  name: string;
  bytes: Buffer;
}

/** px of a picture in one of the plot's, for dense screens and for print. */
const density = 2;

/**
 * Collects every plot and table of a report as files, while it puts them into the page with links to save them from it: CSV of
 * both, and PNG of plots.
 */
export class SavedFiles {
  readonly files: SavedFile[] = [];

  table(table: ReportTable): Html {
    const csv = this.#keep(`${table.name}.csv`, Buffer.from(tableCsv(table)));
    return tableHtml(table, html`<span class="save">${linkTo(csv, 'text/csv;charset=utf-8', 'CSV')}</span>`);
  }

  async plot(plot: Plot): Promise<Html> {
    const csv = this.#keep(`${plot.name}.csv`, Buffer.from(plot.csv));
    const png = this.#keep(`${plot.name}.png`, await pictureOf(plot));
    return html`<figure class="plot ${plot.className ?? ''}">
      <div class="bar-above">
        <h3>${plot.title}</h3>
        <span class="save">${linkTo(csv, 'text/csv;charset=utf-8', 'CSV')}${linkTo(png, 'image/png', 'PNG')}</span>
      </div>
      ${plot.svg}
      <figcaption>${plot.caption}</figcaption>
    </figure> `;
  }

  #keep(name: string, bytes: Buffer): SavedFile {
    const file = { name, bytes };
    this.files.push(file);
    return file;
  }
}

function linkTo({ name, bytes }: SavedFile, contentType: string, title: string): Html {
  const address = `data:${contentType};base64,${bytes.toString('base64')}`;
  return html`<a href="${address}" download="${name}" title="Save as ${name}">${title}</a>`;
}

/** On white, whatever the page's colours are. */
async function pictureOf(plot: Plot): Promise<Buffer> {
  return sharp(Buffer.from(drawnAlone(plot)), { density: 72 * density })
    .flatten({ background: '#fff' })
    .png({ palette: true, colours: 64, effort: 7 })
    .toBuffer();
}
