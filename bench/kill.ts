import { killRepeatedly } from './parts/kill/kill-repeatedly.ts';

/**
 * A real studio process killed with SIGKILL again and again while it is edited, undone and redone through the contract: how
 * many actions it acknowledged, how many of them were found afterwards (the ratio must be 1), and all undone at the end. It
 * fails when anything acknowledged is lost or the database is not whole.
 */
export async function run(report: (name: string, value: number, unit: string, ratio?: number) => void): Promise<void> {
  const figures = await killRepeatedly(100, 1500, Date.now() % 2 ** 31);
  report('edits, undos and redos acknowledged', figures.acknowledged, 'actions');
  report('of these found after the kill', figures.found, 'actions', figures.found / figures.acknowledged);
  report('kills', figures.kills, 'kills');
  report('of these while the project was being opened', figures.killsWhileOpening, 'kills');
  report('saved, but killed before it was acknowledged', figures.savedUnacknowledged, 'actions');
  report('undone at the end, each state as expected', figures.undone, 'actions');
}
