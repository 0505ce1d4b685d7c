import { Command } from 'commander';
import type { Backup } from '../../../contract/index.ts';
import { aPath, aWholeNumber } from '../arguments.ts';
import { table, type Output } from '../output.ts';
import { withStudio } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

export function restoreCommand(output: Output): Command {
  return new Command('restore')
    .description('List a project’s backups, newest first; or make one the project again. What it replaces is kept.')
    .argument('<project>', 'project folder', aPath)
    .option('--backup <number>', 'which to restore: its number in the list, 1 the newest', aWholeNumber)
    .action((path: string, { backup: number }: { backup?: number }) =>
      withStudio(output, async ({ caller }) => {
        const backups = await caller.project.backups({ path });
        if (number === undefined) {
          output.result({ backups }, backups.length === 0 ? `${path} has no backups yet.` : listOf(backups));
          return;
        }
        const chosen = backups[number - 1];
        if (!chosen) throw new UsageError(`${path} has ${backups.length} backups; there is no number ${number}.`);
        const result = await caller.project.restoreBackup({ path, name: chosen.name });
        output.result(
          result,
          `Restored ${path} as it was at ${chosen.at}. What it was until now is kept as backups/${result.kept}.`,
        );
      }),
    );
}

function listOf(backups: Backup[]): string {
  return table([
    ['number', 'made', 'size', 'images', 'faces', 'runs'],
    ...backups.map(({ at, bytes, counts }, index) => [
      index + 1,
      at,
      `${(bytes / 2 ** 20).toFixed(1)} MB`,
      ...(counts ? [counts.images, counts.faces, counts.runs] : ['cannot be read', '', '']),
    ]),
  ]);
}
