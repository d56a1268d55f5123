import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/withBroker';

/** A series of an answer: its labels and, as Prometheus writes numbers, its value. */
export interface Sample {
  metric: Record<string, string>;
  value: [number, string];
}

export interface RuleStatus {
  name: string;
  health: string;
  lastError?: string;
  /** Of alerts. */
  state?: string;
}

/** A real Prometheus in a process and a folder of its own. */
export class PrometheusServer {
  readonly #url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;
  private constructor(url: string, child: ChildProcess, folder: string) {
    this.#url = url;
    this.#child = child;
    this.#folder = folder;
  }

  /** @param config YAML */
  static async start(config: string): Promise<PrometheusServer> {
    const folder = mkdtempSync(join(tmpdir(), 'emostream-prometheus-'));
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, config);
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(
      'prometheus',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
    const server = new PrometheusServer(`http://${address}`, child, folder);
    await eventually('Prometheus is ready', async () => {
      if (child.exitCode !== null) throw new Error(`Prometheus ended: ${log}`);
      const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined);
      return answer?.ok === true;
    });
    return server;
  }

  /** What an instant query gives now. */
  async query(expr: string): Promise<Sample[]> {
    const { result } = await this.#get<{ result: Sample[] }>('query', { query: expr });
    return result;
  }

  /** The values that a label has on the series of a selector, as Grafana's variables ask for them. */
  labelValues(label: string, selector: string): Promise<string[]> {
    return this.#get(`label/${label}/values`, { 'match[]': selector });
  }

  async rules(): Promise<RuleStatus[]> {
    const { groups } = await this.#get<{ groups: { rules: RuleStatus[] }[] }>('rules', {});
    return groups.flatMap(({ rules }) => rules);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGTERM');
    await closed;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #get<T>(path: string, parameters: Record<string, string>): Promise<T> {
    const answer = await fetch(`${this.#url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const { status, data, error } = (await answer.json()) as { status: string; data: T; error?: string };
    if (status !== 'success') throw new Error(`${JSON.stringify(parameters)}: ${error ?? status}`);
    return data;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
