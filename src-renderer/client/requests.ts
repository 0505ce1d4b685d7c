import { StudioError, type Carrier, type Response, type StudioErrorCode } from '../../src-main/contract/index.ts';

/** What a caller is told of one call. After `end` or `error` nothing more comes. */
export interface Answers {
  value(value: unknown): void;
  end(): void;
  error(error: StudioError): void;
}

interface Request {
  type: 'query' | 'mutation' | 'subscription';
  path: string;
  input: unknown;
  answers: Answers;
}

const lost = () =>
  new StudioError('connection lost', 'The studio does not answer. Nothing more is saved until the connection is back.');

/**
 * The calls that wait for the studio, whichever carrier brings them there. The carrier may change under way (a dropped
 * WebSocket, a studio started again): calls in flight then fail, since nobody knows whether they were done, and
 * subscriptions are asked for again on the next carrier.
 */
export class Requests {
  private carrier: Carrier | null = null;
  private readonly waiting = new Map<number, Request>();
  private nextId = 1;

  /** Sends over this carrier from now on. */
  attach(carrier: Carrier): void {
    this.carrier = carrier;
    carrier.onMessage((message) => {
      if (this.carrier === carrier) this.receive(message as Response);
    });
    carrier.onClose(() => {
      if (this.carrier === carrier) this.detach();
    });
    for (const [id, request] of this.waiting) this.send(id, request);
  }

  /** Starts a call; the function returned ends it early. Without a connection it fails at once. */
  start(request: Request): () => void {
    const id = this.nextId++;
    if (!this.carrier && request.type !== 'subscription') {
      request.answers.error(lost());
      return () => undefined;
    }
    this.waiting.set(id, request);
    if (this.carrier) this.send(id, request);
    return () => {
      if (this.waiting.delete(id)) this.carrier?.send({ kind: 'stop', id });
    };
  }

  private send(id: number, { type, path, input }: Request): void {
    this.carrier?.send({ kind: 'call', id, type, path, input });
  }

  private receive(response: Response): void {
    const request = this.waiting.get(response.id);
    // Answers to a call that was stopped may still be on their way.
    if (!request) return;
    switch (response.kind) {
      case 'data':
        request.answers.value(response.value);
        return;
      case 'result':
        this.waiting.delete(response.id);
        request.answers.value(response.value);
        request.answers.end();
        return;
      case 'end':
        this.waiting.delete(response.id);
        request.answers.end();
        return;
      case 'error':
        this.waiting.delete(response.id);
        request.answers.error(new StudioError(response.code as StudioErrorCode, response.message));
    }
  }

  private detach(): void {
    this.carrier = null;
    for (const [id, request] of this.waiting) {
      if (request.type === 'subscription') continue;
      this.waiting.delete(id);
      request.answers.error(lost());
    }
  }
}
