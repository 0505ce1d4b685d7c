import { Command } from 'commander';
import { aPath } from '../arguments.ts';
import { filterOf, withFilterOptions, type FilterOptions } from '../filter-options.ts';
import { count, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface SuggestionsOptions extends FilterOptions {
  acceptAll?: true;
  dismissAll?: true;
}

export function suggestionsCommand(output: Output): Command {
  const command = new Command('suggestions')
    .description(
      'Count what runs suggest on images without labels (predict --suggest); accept or dismiss all, in one step.',
    )
    .argument('<project>', 'project folder', aPath)
    .option('--accept-all', 'make them labels')
    .option('--dismiss-all', 'take them away');
  return withFilterOptions(command).action(
    (path: string, { acceptAll, dismissAll, ...options }: SuggestionsOptions) => {
      if (acceptAll && dismissAll) throw new UsageError('Either --accept-all or --dismiss-all.');
      return withProject(output, { path, readOnly: !acceptAll && !dismissAll }, async ({ caller }, { flagNames }) => {
        const filter = filterOf(options, flagNames);
        const left = await caller.suggestions.left({ filter });
        const runs = left.runs.map(({ runId, images }) => `run ${runId}: ${count(images, 'image')}`);
        if (acceptAll) await caller.suggestions.accept({ filter });
        if (dismissAll) await caller.suggestions.dismiss({ filter });
        const done = acceptAll ? 'Accepted' : dismissAll ? 'Dismissed' : 'Suggested';
        output.result(
          { ...left, accepted: acceptAll ?? false, dismissed: dismissAll ?? false },
          left.images === 0
            ? 'Nothing is suggested.'
            : [`${done} on ${count(left.images, 'image')}.`, ...runs].join('\n'),
        );
      });
    },
  );
}
