import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'vue/compiler-sfc';

const renderer = join(import.meta.dirname, '..', '..');

/** What is used of a node of a template. */
interface TemplateNode {
  tag?: string;
  props?: { type: number; name: string; arg?: { content?: string } }[];
  children?: unknown[];
  loc: { source: string };
}

type Prop = NonNullable<TemplateNode['props']>[number];
const isNamed = (prop: Prop, name: string): boolean => prop.name === name || prop.arg?.content === name;

/** The buttons of a template that no key can press. What is in a dialog or a popover is left out: it has the keyboard to itself. */
function keyless(node: TemplateNode, hasKey = false): string[] {
  const { tag, props = [], loc } = node;
  const children = (node.children ?? []).filter(
    (child): child is TemplateNode => typeof child === 'object' && child !== null,
  );
  if (tag === 'DialogBox') return [];
  if (tag === 'PopOver') {
    const trigger = children.filter((child) => child.props?.some((prop) => isNamed(prop, 'trigger')));
    return trigger.flatMap((child) => keyless(child));
  }
  const has = hasKey || (tag === 'WithTip' && props.some((prop) => isNamed(prop, 'action')));
  if (tag === 'button') return has || /<KeyHint|shownKeyOf|tip\(/.test(loc.source) ? [] : [loc.source.slice(0, 80)];
  return children.flatMap((child) => keyless(child, has));
}

const row = 'of one row of a list or table, come to by Tab';
const field = 'a choice of a form, come to by Tab';
const inDialog = 'shown in a dialog, come to by Tab';

/** Buttons that need no key of their own, by file: how many there are, and why. */
const withoutKey: Record<string, [number, string]> = {
  'components/ImportReport.vue': [1, inDialog],
  'components/PathField.vue': [1, field],
  'components/SaveLinks.vue': [2, 'of each drawing and table, come to by Tab'],
  'components/keys/KeyEditor.vue': [3, row],
  'components/keys/KeyRecorder.vue': [1, 'listens to the key that is pressed'],
  'components/keys/KeyRow.vue': [3, row],
  'components/keys/KeyTable.vue': [1, 'takes away what was searched for, come to by Tab'],
  'places/agreement/AgreementResult.vue': [1, row],
  'places/agreement/AgreementView.vue': [1, row],
  'places/annotate/checks/ImageChecks.vue': [1, row],
  'places/annotate/history/ProjectHistory.vue': [1, row],
  'places/annotate/list/FilterChoices.vue': [2, inDialog],
  'places/annotate/list/ImageFilterBar.vue': [3, 'take one part of the filter out; one key takes out all'],
  'places/annotate/list/NextImageBar.vue': [1, field],
  'places/annotate/next/ChosenList.vue': [1, row],
  'places/annotate/panel/FaceList.vue': [1, row],
  'places/data/ExportDatasetCard.vue': [1, field],
  'places/data/ProgressCard.vue': [2, row],
  'places/data/SplitCard.vue': [2, field],
  'places/photograph/PhotographDrop.vue': [1, 'while a file is read it is all there is'],
  'places/schema/SchemaSide.vue': [2, row],
  'places/train/NetworkEditor.vue': [3, row],
  'places/train/curves/OverlayChips.vue': [1, 'takes one run away; one key takes away all'],
  'places/train/RecipePanel.vue': [1, field],
  'places/welcome/OpenInstead.vue': [1, inDialog],
  'places/welcome/RecentProjects.vue': [3, row],
  'places/welcome/SchemaChoice.vue': [3, inDialog],
};

/** Where buttons have not been gone through yet: some have keys and do not show them. */
const notGoneThrough = /^places\/(compare|train\/(Run|filters|grid|inside))/;

test('every button has a key that its tooltip or the button itself shows, or a reason to have none', () => {
  let buttons = 0;
  const found: Record<string, string[]> = {};
  for (const file of globSync('**/*.vue', { cwd: renderer })) {
    if (notGoneThrough.test(file)) continue;
    const template = parse(readFileSync(join(renderer, file), 'utf8')).descriptor.template?.ast;
    const inFile = template ? keyless(template) : [];
    buttons += inFile.length;
    if (inFile.length > (withoutKey[file]?.[0] ?? 0)) found[file] = inFile;
  }
  expect(found).toEqual({});
  // Those that were given a reason are found at all.
  expect(buttons).toBeGreaterThan(20);
});
