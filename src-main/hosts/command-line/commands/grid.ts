import { Command } from 'commander';
import { aPath, aWholeNumber } from '../arguments.ts';
import { tellGrid } from '../grid-table.ts';
import type { Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

export function gridCommand(output: Output): Command {
  return new Command('grid')
    .description('Compare the runs of a grid, which train --grid has made.')
    .argument('<project>', 'project folder', aPath)
    .argument('<number>', 'the grid: the number of its first run', aWholeNumber)
    .action((path: string, number: number) =>
      withProject(output, { path, readOnly: true }, ({ caller }) => tellGrid(output, caller, number)),
    );
}
