import { formatTick, lossRange, lossTicks, spreadLabels } from '../../contract/index.ts';
import { html, type Html } from './html.ts';
import { axes, drawing, type Frame } from './plot.ts';
import type { Palette } from './plot-colours.ts';

export interface LossCurve {
  label: string;
  colour: keyof Palette;
  dash: string;
  /** Drawn thin. */
  isTrain: boolean;
  points: readonly { epoch: number; loss: number }[];
  /** The epoch to ring. */
  best: number | null;
}

/** Right across. */
export interface LossLevel {
  label: string;
  colour: keyof Palette;
  dash: string;
  loss: number;
}

const [width, height] = [960, 400];
const frame: Frame = { left: 58, top: 26, right: width - 118, bottom: height - 40 };

/** Losses by epoch on a logarithmic scale, each curve named at its end. A loss that is not finite or not above zero leaves a gap. */
export function lossPlot(
  curves: readonly LossCurve[],
  levels: readonly LossLevel[],
): { width: number; height: number; svg: Html } {
  const losses = [...curves.flatMap(({ points }) => points.map(({ loss }) => loss)), ...levels.map(({ loss }) => loss)];
  const [least, most] = lossRange(losses, true);
  const last = Math.max(2, ...curves.map(({ points }) => points.at(-1)?.epoch ?? 0));
  const x = (epoch: number): number => frame.left + ((frame.right - frame.left) * (epoch - 1)) / (last - 1);
  const y = (loss: number): number =>
    frame.bottom - ((frame.bottom - frame.top) * Math.log(loss / least)) / Math.log(most / least);
  const drawn = curves.map((curve) => ({
    ...curve,
    points: curve.points.map((each) => (isDrawn(each.loss) ? each : null)),
  }));
  const lines = drawn.map(
    ({ points, colour, dash, isTrain }) =>
      html`<path
        d="${pathOf(points, x, y)}"
        fill="none"
        stroke="var(--${colour})"
        stroke-width="${isTrain ? 1 : 2.2}"
        stroke-dasharray="${dash || 'none'}"
        stroke-opacity="${isTrain ? 0.75 : 1}"
        stroke-linejoin="round"
      />`,
  );
  const rings = drawn.flatMap(({ points, best, colour }) => {
    const at = points.find((each) => each?.epoch === best);
    return at
      ? [
          html`<circle
            cx="${x(at.epoch).toFixed(1)}"
            cy="${y(at.loss).toFixed(1)}"
            r="4"
            fill="var(--bg)"
            stroke="var(--${colour})"
            stroke-width="1.8"
          />`,
        ]
      : [];
  });
  const across = levels.map(
    ({ loss, colour, dash }) =>
      html`<path
        d="M${frame.left} ${y(loss).toFixed(1)}H${frame.right}"
        stroke="var(--${colour})"
        stroke-width="1.3"
        stroke-dasharray="${dash}"
      />`,
  );
  const ends = [
    ...drawn.flatMap(({ label, colour, points }) => {
      const end = points.findLast((each) => each !== null);
      return end ? [{ label, colour, at: y(end.loss) }] : [];
    }),
    ...levels.map(({ label, colour, loss }) => ({ label, colour, at: y(loss) })),
  ];
  const places = spreadLabels(
    ends.map(({ at }) => at - frame.top),
    14,
    frame.bottom - frame.top,
  );
  const labels = ends.map(
    ({ label, colour }, place) =>
      html`<text
        x="${frame.right + 9}"
        y="${(frame.top + (places[place] ?? 0)).toFixed(1)}"
        dy="0.34em"
        fill="var(--${colour})"
        font-size="11.5"
        >${label}</text
      >`,
  );
  const axisX = { ticks: epochTicks(last).map((value) => ({ value, label: String(value) })), place: x, title: 'epoch' };
  const axisY = {
    ticks: lossTicks(least, most, true).map((value) => ({ value, label: formatTick(value) })),
    place: y,
    title: 'MSE of x/W, y/H',
  };
  const words = `Losses by epoch, ${curves.length} curves; the table below has the figures`;
  return {
    width,
    height,
    svg: drawing(width, height, words, html`${axes(frame, axisX, axisY)}${across}${lines}${rings}${labels}`),
  };
}

const isDrawn = (loss: number): boolean => Number.isFinite(loss) && loss > 0;

function pathOf(
  points: readonly ({ epoch: number; loss: number } | null)[],
  x: (epoch: number) => number,
  y: (loss: number) => number,
): string {
  return points
    .map((each, place) =>
      each
        ? `${place === 0 || !points[place - 1] ? 'M' : 'L'}${x(each.epoch).toFixed(1)} ${y(each.loss).toFixed(1)}`
        : '',
    )
    .join('');
}

/** The first epoch and round ones, eleven at most. */
function epochTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].find((each) => last / each <= 10) ?? last;
  const round = Array.from({ length: Math.floor(last / step) }, (_, place) => (place + 1) * step);
  return round[0] === 1 ? round : [1, ...round];
}
