import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProjectSummary, RecentProject } from '../../contract/index.ts';
import { databaseName } from '../store/open-store.ts';

const remembered = 20;

const recentSchema = z.array(
  z.object({
    path: z.string(),
    name: z.string(),
    openedAt: z.string(),
    images: z.int(),
    runs: z.int(),
    schemaName: z.string(),
  }),
);
type Remembered = z.infer<typeof recentSchema>[number];

/** The last 20 projects opened by this user, newest first, with what they held when last seen. */
export function recentProjects(userFolder: string): RecentProject[] {
  return read(userFolder).map((project) => ({ ...project, exists: existsSync(join(project.path, databaseName)) }));
}

/** Puts a project at the list's head. A list that cannot be written must not keep a project from opening: then it stays as it was. */
export function rememberProject(userFolder: string, summary: ProjectSummary): void {
  const { path, name, images, runs, schemaName } = summary;
  const others = read(userFolder).filter((project) => project.path !== path);
  try {
    write(userFolder, [{ path, name, images, runs, schemaName, openedAt: new Date().toISOString() }, ...others]);
  } catch {
    // Said by nobody: the person came to open a project, and it opens.
  }
}

/** Takes a project from the list; the project itself is left alone. */
export function forgetProject(userFolder: string, path: string): void {
  write(
    userFolder,
    read(userFolder).filter((project) => project.path !== path),
  );
}

const listFile = (userFolder: string) => join(userFolder, 'recent-projects.json');

function read(userFolder: string): Remembered[] {
  try {
    return recentSchema.parse(JSON.parse(readFileSync(listFile(userFolder), 'utf8')));
  } catch {
    // A list that is missing or damaged is a comfort lost, not data: it fills again as projects are opened.
    return [];
  }
}

/** In one step without awaiting, so that two projects opened at once are both remembered. */
function write(userFolder: string, projects: Remembered[]): void {
  mkdirSync(userFolder, { recursive: true });
  const file = listFile(userFolder);
  const whole = `${file}.${randomUUID()}`;
  try {
    writeFileSync(whole, JSON.stringify(projects.slice(0, remembered), null, 2), { flag: 'wx' });
    renameSync(whole, file);
  } catch (error) {
    rmSync(whole, { force: true });
    throw error;
  }
}
