import { runCommandLine } from './run-command-line.ts';

// Who reads no further (`| head`) has what was wanted: what is done is done to its end, and nothing is said of it.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await runCommandLine(process.argv.slice(2));
