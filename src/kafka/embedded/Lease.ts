import { connect, type Socket } from 'node:net';
import { LineSplitter, type LeaseMessage, type LeaseRequest } from './leaseProtocol';
import type { SupervisorState } from './supervisorState';

/** How long `end` waits for the broker to stop: longer than the supervisor gives it. */
const endDeadlineMs = 15_000;

/** A client's hold on the broker: while its connection is open, the broker runs. */
export class Lease {
  /** Resolves when the connection is closed, by whomever. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;

  private constructor(socket: Socket, onMessage: (message: LeaseMessage) => void) {
    this.#socket = socket;
    const lines = new LineSplitter();
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      for (const line of lines.push(chunk)) onMessage(JSON.parse(line) as LeaseMessage);
    });
    socket.on('error', () => socket.destroy());
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** @returns undefined where the supervisor takes no more leases */
  static async take(
    state: SupervisorState,
    onMessage: (message: LeaseMessage) => void,
  ): Promise<Lease | undefined> {
    const socket = connect({ host: '127.0.0.1', port: state.leasePort, allowHalfOpen: true, noDelay: true });
    const lease = new Lease(socket, onMessage);
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    if (!connected) return undefined;
    const request: LeaseRequest = { token: state.token };
    socket.write(`${JSON.stringify(request)}\n`);
    socket.once('end', () => socket.end());
    return lease;
  }

  /** Lets the process end while it holds the lease: that ends the lease too. */
  unref(): void {
    this.#socket.unref();
  }

  /** Ends the lease. Where it was the last, waits until the broker has stopped. */
  async end(): Promise<void> {
    this.#socket.ref();
    this.#socket.end();
    const deadline = setTimeout(() => this.#socket.destroy(), endDeadlineMs);
    await this.closed;
    clearTimeout(deadline);
  }
}
