import type { FaceFigure, FigureUnit, LandmarkSchema, Normaliser } from '../../../src-main/contract/index.ts';
import { formatDelta, formatPercent, formatPx } from '../../components/charts/figures.ts';

export const normaliserWords: Record<Normaliser, string> = {
  'inter-ocular': 'by the outer eye corners',
  'inter-pupil': 'by the pupils',
  box: 'by the box, √(w·h)',
};

export const unitChoices: readonly { unit: FigureUnit; title: string }[] = [
  { unit: 'px', title: 'px' },
  { unit: 'inter-ocular', title: 'NME, eye corners' },
  { unit: 'inter-pupil', title: 'NME, pupils' },
  { unit: 'box', title: 'NME, box' },
];

/** A face's figure in its unit: `4.83` px or `4.9 %`. */
export function formatFigure(value: number | undefined, unit: FigureUnit): string {
  return unit === 'px' ? formatPx(value) : formatPercent(value);
}

/** What one figure is more than another, with its sign: `+4.83` px or `−0.4 %`. */
export function formatFigureDelta(value: number | null | undefined, unit: FigureUnit): string {
  if (unit === 'px' || value === null || value === undefined || !Number.isFinite(value)) return formatDelta(value);
  const text = formatPercent(Math.abs(value));
  return Number.parseFloat(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** What faces can be told by, in the order it is offered; `of` a landmark those that the run learned. */
export function figureSections(
  learned: readonly { index: number; name: string }[],
  schema: Pick<LandmarkSchema, 'landmarks'>,
): { title: string; figures: { figure: FaceFigure; title: string }[] }[] {
  const groups = [...new Set(learned.map(({ index }) => schema.landmarks[index]?.group ?? ''))].filter(Boolean);
  return [
    {
      title: 'Of the whole face',
      figures: [
        { figure: { of: 'mean' }, title: 'Mean error' },
        { figure: { of: 'worst landmark' }, title: 'Worst landmark' },
        { figure: { of: 'p95' }, title: 'p95 of its landmarks' },
      ],
    },
    { title: 'Of a group', figures: groups.map((name) => ({ figure: { of: 'group', name }, title: name })) },
    { title: 'Of a landmark', figures: learned.map(({ name }) => ({ figure: { of: 'landmark', name }, title: name })) },
  ];
}

/** The same for the same figure, as a select's value. */
export const figureKey = (figure: FaceFigure): string => JSON.stringify(figure);
