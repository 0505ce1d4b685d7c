/** Paths are those of the machine the studio runs on, which may be another than the window's; so the separator is read off the path itself. */
const separatorOf = (path: string): string => (path.includes('\\') && !path.includes('/') ? '\\' : '/');

/** A path within a folder. */
export function joinPath(folder: string, ...names: string[]): string {
  const separator = separatorOf(folder);
  return [folder.endsWith(separator) ? folder.slice(0, -1) : folder, ...names].join(separator);
}

/** Last part of a path: the folder's or file's own name. */
export function nameOfPath(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** The folder a path lies in. */
export function folderOfPath(path: string): string {
  const separator = separatorOf(path);
  const trimmed = path.endsWith(separator) ? path.slice(0, -1) : path;
  return trimmed.slice(0, trimmed.lastIndexOf(separator)) || separator;
}

/** The name, or the first of `name 2`, `name 3`, ... that is not taken. `.kps` stays at the end. */
export function freeName(name: string, taken: readonly string[]): string {
  const [, stem = name, ending = ''] = /^(.*?)(\.kps)?$/.exec(name) ?? [];
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${stem} ${number}${ending}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
