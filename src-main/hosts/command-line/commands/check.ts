import { Command, Option } from 'commander';
import { findingKinds, type CheckReport, type Finding, type FindingKind } from '../../../contract/index.ts';
import { aPath } from '../arguments.ts';
import { count, table, type Output } from '../output.ts';
import { withProject, type Session } from '../studio-session.ts';

interface CheckOptions {
  kind?: FindingKind;
  fail?: true;
}

export function checkCommand(output: Output): Command {
  return new Command('check')
    .description('Check all labels for mistakes and compare the pictures: what is open, the worst first.')
    .argument('<project>', 'project folder', aPath)
    .addOption(new Option('--kind <kind>', 'only these').choices([...findingKinds]))
    .option('--fail', 'end with exit code 1 when anything is open')
    .action((path: string, { kind, fail }: CheckOptions) =>
      withProject(output, { path }, async ({ caller }) => {
        const report = await caller.checks.run();
        const findings = await openFindings(caller, kind);
        output.result({ ...report, findings: findings.map(plain) }, textOf(report, findings));
        if (fail && findings.length > 0) output.exitCode = 1;
      }),
    );
}

async function openFindings(caller: Session['caller'], kind: FindingKind | undefined): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (;;) {
    const page = await caller.checks.list({ ...(kind ? { kind } : {}), offset: findings.length, limit: 1000 });
    findings.push(...page.items);
    if (page.items.length === 0 || findings.length >= page.total) return findings;
  }
}

/** As a script wants it. */
function plain({ kind, image, instanceId, landmarks, words, severity, other, fix }: Finding) {
  return {
    kind,
    image: image.name,
    imageId: image.id,
    instanceId,
    landmarks,
    words,
    severity,
    other: other?.name ?? null,
    fix,
  };
}

function textOf({ images, faces, notes }: CheckReport, findings: readonly Finding[]): string {
  const checked = `${count(images, 'image')} and ${count(faces, 'face')} checked: ${findings.length === 0 ? 'nothing open' : `${count(findings.length, 'finding')} open`}.`;
  return [
    checked,
    ...(findings.length === 0 ? [] : [table(findings.map(({ kind, image, words }) => [kind, image.name, words]))]),
    ...notes,
  ].join('\n');
}
