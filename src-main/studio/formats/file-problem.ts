/** Something wrong in one file; the reader of the folder adds which file. */
export interface FileProblem {
  /** From 1; null when it is about the whole file. */
  line: number | null;
  message: string;
}
