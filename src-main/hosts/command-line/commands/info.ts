import { Command } from 'commander';
import type { Progress, ProjectSummary, StatusCounts, SystemInfo } from '../../../contract/index.ts';
import { aPath } from '../arguments.ts';
import { count, table, type Output } from '../output.ts';
import { withProject, withStudio } from '../studio-session.ts';

export function infoCommand(output: Output): Command {
  return new Command('info')
    .description('Show versions, the device and where TensorFlow came from; with a project, what is in it.')
    .argument('[project]', 'project folder', aPath)
    .action((path: string | undefined) =>
      path === undefined
        ? withStudio(output, async ({ caller }) => {
            const system = await caller.system.info();
            output.result(system, systemText(system));
          })
        : withProject(output, { path, readOnly: true }, async ({ caller }, project) => {
            const [system, progress] = await Promise.all([caller.system.info(), caller.images.progress()]);
            output.result(
              { ...system, project, progress },
              [systemText(system), projectText(project), progressText(progress)].join('\n\n'),
            );
          }),
    );
}

function systemText(system: SystemInfo): string {
  const { runtime } = system;
  return [
    table([
      ['Keypoint Studio', system.studio],
      ['Node', system.node],
      ...(system.electron === null ? [] : [['Electron', system.electron]]),
      ['SQLite', system.sqlite],
      ['TensorFlow.js', system.tfjs],
      ['TensorFlow', runtime.state === 'ready' ? `${runtime.tensorflowVersion} (${runtime.variant})` : 'missing'],
      ['from', runtime.state === 'ready' ? `${runtime.source}, ${runtime.libraryFolder}` : '-'],
      ['engine', system.engine ?? 'none'],
      ['device', system.device],
      [
        'machine',
        `${system.platform}, ${count(system.cores, 'core')}, ${Math.round(system.memoryBytes / 2 ** 30)} GiB`,
      ],
    ]),
    ...(system.deviceNotice === null ? [] : [system.deviceNotice]),
  ].join('\n');
}

function projectText(project: ProjectSummary): string {
  const { train, validation, none } = project.split;
  return table([
    [project.name, project.path],
    ['schema', `${project.schemaName}, ${count(project.landmarkCount, 'landmark')}`],
    ['images', `${project.images}, ${project.labelledImages} with landmarks, ${count(project.groups, 'group')}`],
    ['split', `${train} train, ${validation} validation, ${none} in neither`],
    ['runs', String(project.runs)],
  ]);
}

/** More people than this are not told one by one. */
const mostGroups = 60;

/** How far the work is: for all, by part, by person. */
function progressText({ total, splits, groups }: Progress): string {
  const row = (what: string, counts: StatusCounts) => {
    const all = Object.values(counts).reduce((sum, images) => sum + images, 0);
    const part = all === 0 ? '' : `${Math.floor((100 * counts.done) / all)} %`;
    return [what, `${counts.done} of ${all}`, part, counts['in work'], counts.predicted, counts.new, counts.rejected];
  };
  const parts = { train: 'train', validation: 'validation', none: 'in neither part' };
  const people = groups.filter(({ group }) => group !== null);
  return [
    table([
      ['', 'done', '', 'in work', 'predicted', 'new', 'rejected'],
      row('all', total),
      ...splits.map(({ split, counts }) => row(parts[split], counts)),
      ...(people.length > mostGroups ? [] : people.map(({ group, counts }) => row(`person ${group}`, counts))),
    ]),
    ...(people.length > mostGroups ? [`${people.length} people: with --json they are told one by one.`] : []),
  ].join('\n');
}
