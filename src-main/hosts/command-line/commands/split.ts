import { Command, Option } from 'commander';
import type { SplitRule } from '../../../contract/index.ts';
import { aFraction, aPath, aWholeNumber } from '../arguments.ts';
import type { Output } from '../output.ts';
import { withProject } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface SplitOptions {
  validation?: string;
  fraction?: number;
  seed: number;
}

export function splitCommand(output: Output): Command {
  return new Command('split')
    .description('Say which images train and which validate. A group (a person) is never on both sides.')
    .argument('<project>', 'project folder', aPath)
    .addOption(new Option('--by <what>', 'what is kept together').choices(['group']).default('group'))
    .option('--validation <groups>', 'groups that validate, such as 33-40 or 7,12')
    .option('--fraction <part>', 'part of the groups that validates, chosen by the seed, such as 0.2', aFraction)
    .option('--seed <number>', 'which groups a fraction takes', aWholeNumber, 1)
    .action((path: string, options: SplitOptions) => {
      const rule = ruleOf(options);
      return withProject(output, { path }, async ({ caller }) => {
        await caller.split.set(rule);
        const split = await caller.split.get();
        const { train, validation, none } = split.counts;
        output.result(split, `${train} train, ${validation} validation${none > 0 ? `, ${none} in neither` : ''}.`);
      });
    });
}

function ruleOf({ validation, fraction, seed }: SplitOptions): SplitRule {
  if (validation !== undefined && fraction === undefined) return { by: 'group', validation };
  if (fraction !== undefined && validation === undefined) return { by: 'group fraction', fraction, seed };
  throw new UsageError('Say which groups validate: either --validation 33-40, or --fraction 0.2.');
}
