import { EmostreamError, type Fault } from '../../common/errors';

/** First line of a client: proof that it can read the state file. */
export interface LeaseRequest {
  token: string;
}

/** What a supervisor tells those who hold a lease, one JSON object a line. */
export type LeaseMessage =
  /** The broker answers. Comes again after each restart, with another process. */
  | { type: 'ready'; brokers: string[]; pid: number; logFile: string }
  /** The broker died and is started again. */
  | { type: 'restarting'; reason: string }
  /** The broker cannot be had; the connection ends after it. */
  | { type: 'failed'; error: WireError };

/** An EmostreamError on the wire. */
export interface WireError {
  message: string;
  code: string;
  fault: Fault;
  hint?: string;
}

export function toWire(error: EmostreamError): WireError {
  const { message, code, fault, hint } = error;
  return { message, code, fault, ...(hint === undefined ? {} : { hint }) };
}

export function fromWire({ message, ...options }: WireError): EmostreamError {
  return new EmostreamError(message, options);
}

/** Splits what comes through a socket into lines. The rest of an unfinished line waits for the next chunk. */
export class LineSplitter {
  #rest = '';

  /** @returns the lines that this chunk completes, without their ends */
  push(chunk: string): string[] {
    const parts = (this.#rest + chunk).split('\n');
    this.#rest = parts.pop() ?? '';
    return parts;
  }

  /** Characters of the unfinished line. */
  get pending(): number {
    return this.#rest.length;
  }
}
