/**
 * Thrown for everything a person can do something about. The message says what happened, to which file, and what to do.
 * Carriers pass `code` and `message` on; anything else that is thrown is a fault of ours and shown as such.
 */
export class StudioError extends Error {
  readonly code: StudioErrorCode;

  constructor(code: StudioErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StudioError';
    this.code = code;
  }
}

export type StudioErrorCode =
  | 'no project'
  | 'not found'
  | 'bad input'
  | 'read only'
  /** Another studio holds the project; it can be opened read-only. */
  | 'in use'
  | 'newer file'
  | 'no runtime'
  | 'cancelled'
  | 'failed'
  /** A fault of ours: anything thrown that is not a StudioError, as carriers pass it on. */
  | 'fault'
  /** Made by the window's client: the studio cannot be reached. */
  | 'connection lost';
