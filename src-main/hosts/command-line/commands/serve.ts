import path from 'node:path';
import { Command } from 'commander';
import { studioRouter } from '../../../studio/router/index.ts';
import { builtPages, developmentPages } from '../../serve/pages.ts';
import { openBrowser } from '../../serve/open-browser.ts';
import { isLoopback, serve } from '../../serve/serve.ts';
import { programFolder } from '../../studio-options.ts';
import { aPath, aWholeNumber } from '../arguments.ts';
import type { Output } from '../output.ts';
import { withStudio } from '../studio-session.ts';
import { UsageError } from '../usage-error.ts';

interface ServeCommandOptions {
  host: string;
  port: number;
  allowRemote: boolean;
  open: boolean;
  development: boolean;
}

export function serveCommand(output: Output): Command {
  return new Command('serve')
    .description('Serve the studio to a browser. The printed address lets whoever has it use the studio.')
    .argument('[project]', 'project to open', aPath)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; a free one when left out', aWholeNumber, 0)
    .option('--allow-remote', 'let --host be an address that other machines reach, unencrypted', false)
    .option('--open', 'open the browser, where there is a display', false)
    .option('--development', 'take the window from its sources, with hot reload', false)
    .action((project: string | undefined, options: ServeCommandOptions) => {
      const { host, port, allowRemote, open, development } = options;
      if (!isLoopback(host) && !allowRemote)
        throw new UsageError(
          `Other machines reach ${host}, and the connection is not encrypted. Add --allow-remote if that is wanted, or use an ssh tunnel to 127.0.0.1.`,
        );
      return withStudio(
        output,
        async ({ studio, caller }) => {
          if (project !== undefined) await caller.project.open({ path: project });
          const served = await serve({
            host,
            port,
            router: studioRouter,
            context: studio,
            onFault: (where, error) =>
              output.note(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
            picture: (address) => studio.picture(address),
            pages: (server) =>
              development
                ? developmentPages(path.join(programFolder, 'src-renderer', 'vite.config.ts'), server)
                : Promise.resolve(builtPages(path.join(programFolder, 'out', 'renderer'))),
          });
          output.result({ address: served.address }, `Keypoint Studio: ${served.address}`);
          if (open) await openBrowser(served.address, (problem) => output.note(problem));
          await untilEnded();
          await served.close();
        },
        { ownInterrupt: true },
      );
    });
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; a second one ends the process as it would have without us. */
function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
