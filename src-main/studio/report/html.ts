/** HTML that may stand in a page as it is: only `html` makes it, and whatever it is given besides is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Value = string | number | Html | null | readonly (Html | null)[];

/**
 * A piece of HTML or SVG from a template: values are text, escaped for an element and for a quoted attribute alike, unless they
 * are pieces themselves. A list is its pieces after one another, null is nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.reduce((text, part, place) => text + writtenOut(values[place - 1] ?? null) + part));
}

function writtenOut(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map((piece) => piece?.text ?? '').join('');
  return escaped(String(value));
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters have no place in a page, not even escaped (XML, HTML); tab and line ends stay. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, ' ')
    .replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}
