import { savePicture } from './save-picture.ts';

/** Hands a text to the browser to be kept as a file. */
export function saveText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  savePicture(address, name);
  // Once it is being read, the browser has it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** px of a picture in one px of the screen. */
const density = 2;

/** What of an element's looks a drawing by itself would lose: it comes from the page's style sheets. */
const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'display',
] as const;

/** Keeps a drawing as PNG, on the colour behind it, as it is on the screen: a canvas, or an SVG, twice as large. */
export async function saveDrawing(drawing: HTMLCanvasElement | SVGSVGElement, name: string): Promise<void> {
  const source = drawing instanceof SVGSVGElement ? await pictureOf(drawing) : drawing;
  const { width, height } = source;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no canvas to draw the picture on.');
  context.fillStyle = backgroundOf(drawing);
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0);
  savePicture(canvas.toDataURL('image/png'), name);
}

async function pictureOf(svg: SVGSVGElement): Promise<HTMLImageElement> {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = copy.querySelectorAll<SVGElement>('*');
  for (const [place, element] of svg.querySelectorAll('*').entries()) {
    const style = getComputedStyle(element);
    for (const look of looks) copies[place]?.style.setProperty(look, style.getPropertyValue(look));
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(density * width));
  copy.setAttribute('height', String(density * height));
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const image = new Image(density * width, density * height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

function backgroundOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (backgroundColor !== 'transparent' && !backgroundColor.endsWith(', 0)')) return backgroundColor;
  }
  return '#fff';
}
