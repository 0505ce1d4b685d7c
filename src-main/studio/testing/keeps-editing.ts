/**
 * Run as a process of its own by the kill test: opens the project named as its argument and edits without pause, writing a line
 * for each edit once the store has acknowledged it. Edit n moves the first landmark to x = n; every tenth also adds an instance.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../store/open-store.ts';

const store = openStore(String(process.argv[2]), { readOnly: false });
for (let number = 1; ; number += 1) {
  const place = { x: number, y: 0, visibility: 'visible' as const };
  store.applyEdit({
    label: `Edit ${number}`,
    changes: [
      { kind: 'move landmarks', instanceId: 1, landmarks: [{ index: 0, landmark: place }] },
      ...(number % 10 === 0
        ? [{ kind: 'add instance' as const, imageId: 1, box: null, landmarks: [place, place, place] }]
        : []),
    ],
  });
  writeSync(1, `${number}\n`);
}
