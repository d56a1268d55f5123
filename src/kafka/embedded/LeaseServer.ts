import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { LineSplitter, type LeaseMessage } from './leaseProtocol';

/** How long a connection may stay without having shown the token. */
const requestDeadlineMs = 5000;

/** Whoever connects and is no client of ours gets no chance to fill the memory. */
const longestRequest = 1024;

/**
 * Where clients hold their leases on the broker: a connection each, on the loopback interface. A lease ends with
 * its connection, which the system closes even when the client is killed.
 */
export class LeaseServer {
  readonly #server: Server;
  readonly #token: Buffer;
  readonly #leases = new Set<Socket>();
  /** Those that ended their lease and are told by the end of the connection that the broker has stopped. */
  readonly #leaving = new Set<Socket>();
  readonly #onEmpty: () => boolean;
  #last: LeaseMessage | undefined;
  #onFirstLease: () => void = () => undefined;
  /** Resolves when the first lease has been taken. */
  readonly firstLease = new Promise<void>((resolve) => (this.#onFirstLease = resolve));

  private constructor(token: string, onEmpty: () => boolean) {
    this.#token = Buffer.from(token);
    this.#onEmpty = onEmpty;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#greet(socket));
  }

  /**
   * @param onEmpty called when the last lease ends; returns whether the broker stops because of it
   */
  static async listen(token: string, onEmpty: () => boolean): Promise<LeaseServer> {
    const leases = new LeaseServer(token, onEmpty);
    await new Promise<void>((resolve, reject) => {
      leases.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return leases;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the lease server does not listen');
    return address.port;
  }

  get size(): number {
    return this.#leases.size;
  }

  /** Tells everyone who holds a lease; whoever comes later hears the last message first. */
  publish(message: LeaseMessage): void {
    this.#last = message;
    for (const socket of this.#leases) send(socket, message);
  }

  /** Takes no more leases: those who ask now find the connection closed and come back when the broker is gone. */
  stopListening(): void {
    this.#server.close();
  }

  /** Ends every connection, after what was published has been written. */
  close(): void {
    this.stopListening();
    for (const socket of [...this.#leases, ...this.#leaving]) socket.end();
  }

  #greet(socket: Socket): void {
    const lines = new LineSplitter();
    const deadline = setTimeout(() => socket.destroy(), requestDeadlineMs);
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(deadline);
      this.#leaving.delete(socket);
    });
    const onData = (chunk: string): void => {
      const [line] = lines.push(chunk);
      if (line === undefined && lines.pending <= longestRequest) return;
      clearTimeout(deadline);
      socket.off('data', onData);
      if (line === undefined || !this.#accepts(line)) socket.destroy();
      else this.#admit(socket);
    };
    socket.on('data', onData);
  }

  #accepts(line: string): boolean {
    try {
      const request: unknown = JSON.parse(line);
      if (typeof request !== 'object' || request === null || !('token' in request)) return false;
      const token = Buffer.from(String(request.token));
      return token.length === this.#token.length && timingSafeEqual(token, this.#token);
    } catch {
      return false;
    }
  }

  #admit(socket: Socket): void {
    this.#leases.add(socket);
    this.#onFirstLease();
    socket.resume();
    if (this.#last !== undefined) send(socket, this.#last);
    const leave = (): void => {
      if (!this.#leases.delete(socket)) return;
      this.#leaving.add(socket);
      const stops = this.#leases.size === 0 && this.#onEmpty();
      if (!stops) socket.end();
    };
    socket.once('end', leave);
    socket.once('close', leave);
  }
}

function send(socket: Socket, message: LeaseMessage): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
