import { Command } from 'commander';
import { aPath } from '../arguments.ts';
import { count, type Output } from '../output.ts';
import { withStudio } from '../studio-session.ts';
import { namedSchema } from './schema.ts';

export function createCommand(output: Output): Command {
  return new Command('create')
    .description('Make a new, empty project.')
    .argument('<project>', 'folder to make, such as faces.kps', aPath)
    .requiredOption('--schema <name>', 'landmark schema, such as face-58, or a .json file')
    .option('--name <name>', 'name shown in the window; the folder’s when left out')
    .action((path: string, { schema, name }: { schema: string; name?: string }) =>
      withStudio(output, async ({ caller }) => {
        const project = await caller.project.create({ path, schema: await namedSchema(caller, schema), name });
        output.result(
          project,
          `Made ${project.path}: ${project.schemaName}, ${count(project.landmarkCount, 'landmark')}.`,
        );
      }),
    );
}
