import { Command } from 'commander';
import { studioOptions } from '../studio-options.ts';
import { agreementCommand } from './commands/agreement.ts';
import { checkCommand } from './commands/check.ts';
import { createCommand } from './commands/create.ts';
import { estimateCommand } from './commands/estimate.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { filtersCommand } from './commands/filters.ts';
import { gridCommand } from './commands/grid.ts';
import { imagesCommand } from './commands/images.ts';
import { historyCommand } from './commands/history.ts';
import { importCommand } from './commands/import.ts';
import { infoCommand } from './commands/info.ts';
import { inspectCommand } from './commands/inspect.ts';
import { logCommand } from './commands/log.ts';
import { nextCommand } from './commands/next.ts';
import { predictCommand } from './commands/predict.ts';
import { queueCommand } from './commands/queue.ts';
import { relinkCommand } from './commands/relink.ts';
import { reportCommand } from './commands/report.ts';
import { restoreCommand } from './commands/restore.ts';
import { resumeCommand } from './commands/resume.ts';
import { runsCommand } from './commands/runs.ts';
import { sampleCommand } from './commands/sample.ts';
import { schemaCommand } from './commands/schema.ts';
import { serveCommand } from './commands/serve.ts';
import { splitCommand } from './commands/split.ts';
import { suggestionsCommand } from './commands/suggestions.ts';
import { trainCommand } from './commands/train.ts';
import { verdictsCommand } from './commands/verdicts.ts';
import type { Output, Streams } from './output.ts';

/** How every command is made: its own commander command, which says what it does through the output. */
export type CommandMaker = (output: Output) => Command;

const makers: [CommandMaker, example: string][] = [
  [createCommand, 'create imm.kps --schema face-58'],
  [importCommand, 'import imm.kps ../shared/data/imm_face_db'],
  [imagesCommand, 'images imm.kps --status "in work" --flag "Look again"'],
  [schemaCommand, 'schema imm.kps --export imm-schema.json'],
  [checkCommand, "check imm.kps --kind 'swapped sides' --fail"],
  [splitCommand, 'split imm.kps --by group --validation 33-40'],
  [estimateCommand, 'estimate imm.kps --recipe resnet18-68 --set batch=32'],
  [trainCommand, 'train imm.kps --recipe nose-cnn --seed 1 --set epochs=30'],
  [gridCommand, 'grid imm.kps 4'],
  [queueCommand, 'queue imm.kps --move 7=1'],
  [resumeCommand, 'resume imm.kps --run 3'],
  [runsCommand, 'runs imm.kps'],
  [logCommand, 'log imm.kps --run 3'],
  [evaluateCommand, 'evaluate imm.kps --run latest --on validation'],
  [reportCommand, 'report imm.kps --runs 1,2 --out report.html'],
  [verdictsCommand, 'verdicts imm.kps --run 2 --image 33-1m --set "label wrong"'],
  [agreementCommand, 'agreement start imm.kps --images 20 --seed 1'],
  [predictCommand, 'predict imm.kps --run latest photos/anna.jpg'],
  [nextCommand, 'next imm.kps --strategy mixed --run latest --count 20'],
  [suggestionsCommand, 'suggestions imm.kps --accept-all --group 33'],
  [filtersCommand, 'filters imm.kps --run 2 --out filters'],
  [inspectCommand, 'inspect imm.kps --run latest --image 33-1m --out inside'],
  [exportCommand, 'export imm.kps --dataset coco --out imm-coco'],
  [relinkCommand, 'relink imm.kps /media/photos'],
  [restoreCommand, 'restore imm.kps --backup 1'],
  [sampleCommand, 'sample faces.kps --seed 1'],
  [historyCommand, 'history imm.kps --image 33-1m'],
  [infoCommand, 'info'],
  [serveCommand, 'serve --open'],
];

/** The command line: `npm run studio -- COMMAND`. It throws where commander would end the process. */
export function createProgram(output: Output, streams: Streams): Command {
  const program = new Command('studio')
    .description('Keypoint Studio without a window: the same projects, by commands.')
    .version(studioOptions().version);
  for (const [make, example] of makers)
    program.addCommand(
      make(output)
        .option('--json', 'print the result as JSON, and nothing else, on stdout')
        .addHelpText('after', `\nExample:\n  npm run studio -- ${example}`),
    );
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({
      writeOut: (text) => void streams.stdout.write(text),
      writeErr: (text) => void streams.stderr.write(text),
    });
  return program;
}
