import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesUnder } from './files.mjs';
import { inRoot } from './places.mjs';

const python = ['python3', 'python'].find((command) => spawnSync(command, ['--version']).status === 0);

let folder = '';
beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wheel-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

it.skipIf(!python)('takes libraries and C headers, and nothing else (skipped without Python)', () => {
  const names = [
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    'tensorflow/python/lib_pywrap_tensorflow_common.so',
    'tensorflow/include/tensorflow/c/eager/c_api.h',
    'tensorflow/include/tensorflow/cc/ops.h',
    'tensorflow/include/xla/tsl/c/tsl_status.h',
    'nvidia/cudnn/lib/libcudnn.so.9',
    'nvidia/cudnn/include/cudnn.h',
    'tensorflow/../../escaped.so',
  ];
  const wheel = path.join(folder, 'a.whl');
  const make = `import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w') as z:\n  for n in sys.argv[2:]: z.writestr(n, n)`;
  expect(spawnSync(String(python), ['-c', make, wheel, ...names]).status).toBe(0);

  const out = path.join(folder, 'out');
  expect(spawnSync(String(python), [inRoot('scripts', 'setup', 'unpack_wheel.py'), wheel, out]).status).toBe(0);
  expect(filesUnder(out).map((file) => path.relative(out, file).replaceAll('\\', '/'))).toEqual([
    'include/tensorflow/c/eager/c_api.h',
    'include/xla/tsl/c/tsl_status.h',
    'lib/libtensorflow_cc.so.2',
    'lib/libtensorflow_framework.so.2',
    'nvidia/cudnn/lib/libcudnn.so.9',
  ]);
});
