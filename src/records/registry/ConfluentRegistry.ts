import { EmostreamError } from '../../common/errors';
import { HttpJson, type HttpAnswer, type TlsOptions } from './httpJson';
import { badAnswer, errorOfAnswer, field, saysNotFound, unreachable } from './registryErrors';
import type { RegisteredSchema, SchemaRegistry } from './SchemaRegistry';

export interface ConfluentRegistryOptions {
  /** Base address, path included: `http://localhost:8081`, `https://host/apis/ccompat/v7`. */
  url: string;
  /** For basic authentication; may also be in the URL. */
  username?: string | undefined;
  password?: string | undefined;
  /** For bearer authentication. */
  token?: string | undefined;
  tls?: TlsOptions | undefined;
  /** Milliseconds for one request; 10,000. */
  timeoutMs?: number | undefined;
  /** Whether missing schemas are registered (true by default) or are an error. */
  autoRegister?: boolean | undefined;
}

/** Milliseconds for which an unknown id is not asked for again. */
const unknownForMs = 10_000;
/** How many unknown ids are remembered: invalid records may have any of 4 billion. */
const maxUnknown = 1024;

/**
 * A client of the Confluent Schema Registry API, which Apicurio, Karapace, Redpanda and others speak too.
 *
 * @example
 * import { ConfluentRegistry, createCodecs } from 'emostream';
 *
 * const client = new ConfluentRegistry({ url: 'https://registry.example:8081', token: process.env['TOKEN'] });
 * const topics = { segments: 'my.segments', labels: 'my.emotions', deadLetters: 'my.dead-letter' };
 * const codecs = createCodecs({ registry: { client, topics } });
 * console.log(Object.keys(codecs)); // segment, label, deadLetter
 */
export class ConfluentRegistry implements SchemaRegistry {
  readonly #base: URL;
  readonly #http: HttpJson;
  readonly #autoRegister: boolean;
  /** By id: requests under way, and schemas that were found. */
  readonly #schemas = new Map<number, Promise<RegisteredSchema | undefined>>();
  readonly #ids = new Map<string, Promise<number>>();
  /** Unknown ids, in the order of the requests, with the time until which they are not asked for again. */
  readonly #unknownUntil = new Map<number, number>();

  /** @throws EmostreamError `bad_registry_url` */
  constructor(options: ConfluentRegistryOptions) {
    this.#base = baseUrl(options.url);
    const authorization = authorizationOf(options, this.#base);
    this.#base.username = this.#base.password = '';
    this.#autoRegister = options.autoRegister ?? true;
    this.#http = new HttpJson({
      headers: {
        accept: 'application/vnd.schemaregistry.v1+json, application/json',
        'content-type': 'application/vnd.schemaregistry.v1+json',
        ...(authorization !== undefined && { authorization }),
      },
      timeoutMs: options.timeoutMs ?? 10_000,
      tls: options.tls,
    });
  }

  idFor(subject: string, schema: string): Promise<number> {
    const key = `${subject}\n${schema}`;
    return once(this.#ids, key, async () => {
      const path = `/subjects/${encodeURIComponent(subject)}${this.#autoRegister ? '/versions' : ''}`;
      const asked = `${this.#autoRegister ? 'register' : 'find'} the schema of ${subject}`;
      const answer = await this.#send('POST', path, { schema });
      if (!this.#autoRegister && saysNotFound(answer)) throw this.#notRegistered(subject);
      if (answer.status !== 200) throw errorOfAnswer(this.#base.host, asked, answer);
      const id = field(answer.body, 'id');
      if (typeof id !== 'number' || !Number.isInteger(id))
        throw badAnswer(this.#base.host, asked, 'gives no id');
      return id;
    });
  }

  async schemaById(id: number): Promise<RegisteredSchema | undefined> {
    if ((this.#unknownUntil.get(id) ?? 0) > Date.now()) return undefined;
    const found = await once(this.#schemas, id, () => this.#fetchSchema(id));
    if (found === undefined) {
      this.#schemas.delete(id);
      this.#rememberUnknown(id);
    }
    return found;
  }

  /** Closes the idle connections. */
  close(): void {
    this.#http.close();
  }

  async #fetchSchema(id: number): Promise<RegisteredSchema | undefined> {
    const asked = `give schema ${id}`;
    const answer = await this.#send('GET', `/schemas/ids/${id}`);
    if (saysNotFound(answer)) return undefined;
    if (answer.status !== 200) throw errorOfAnswer(this.#base.host, asked, answer);
    const schema = field(answer.body, 'schema');
    if (typeof schema !== 'string') throw badAnswer(this.#base.host, asked, 'gives none');
    const schemaType = field(answer.body, 'schemaType') ?? 'AVRO';
    const references = field(answer.body, 'references');
    return {
      schema,
      schemaType: typeof schemaType === 'string' ? schemaType : 'of an unknown type',
      hasReferences: Array.isArray(references) && references.length > 0,
    };
  }

  #rememberUnknown(id: number): void {
    this.#unknownUntil.delete(id);
    this.#unknownUntil.set(id, Date.now() + unknownForMs);
    if (this.#unknownUntil.size > maxUnknown) {
      const [oldest] = this.#unknownUntil.keys();
      if (oldest !== undefined) this.#unknownUntil.delete(oldest);
    }
  }

  async #send(method: 'GET' | 'POST', path: string, json?: object): Promise<HttpAnswer> {
    const url = new URL(this.#base);
    url.pathname = this.#base.pathname.replace(/\/+$/, '') + path;
    try {
      return await this.#http.send(method, url, json);
    } catch (error) {
      throw unreachable(this.#base.host, error);
    }
  }

  #notRegistered(subject: string): EmostreamError {
    return new EmostreamError(
      `the schema registry at ${this.#base.host} does not have emostream's schema for ${subject}`,
      {
        code: 'schema_not_registered',
        fault: 'configuration',
        hint: 'Register the files of schemas/ first, or run without --no-registry-register.',
      },
    );
  }
}

/** One promise a key: shared while it is pending, kept when it resolves, removed when it rejects. */
function once<K, V>(kept: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  return made;
}

function baseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new EmostreamError(
      `the schema registry's address is not an http or https URL: ${text.replace(/^.*@/, '***@')}`,
      {
        code: 'bad_registry_url',
        fault: 'configuration',
        hint: 'Give an address like http://localhost:8081 or https://host/apis/ccompat/v7.',
      },
    );
  }
  url.search = url.hash = '';
  return url;
}

function authorizationOf(options: ConfluentRegistryOptions, url: URL): string | undefined {
  if (options.token !== undefined) return `Bearer ${options.token}`;
  const username = options.username ?? decodeURIComponent(url.username);
  const password = options.password ?? decodeURIComponent(url.password);
  if (username === '') return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
