import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { downloadFile, HubApiError, listFiles } from '@huggingface/hub';
import { EmostreamError, messageOf } from '../../common/errors';
import { isFileError, systemError } from '../../common/systemError';

/** `user/model`, with `@revision` (branch, tag or commit) where it is not main. */
export interface HubName {
  repo: string;
  revision: string;
}

export interface DownloadOptions {
  /** Where models are kept, a folder each. */
  folder: string;
  /** Told how far the download is. */
  onProgress?: (step: string) => void;
  /** `HF_ENDPOINT`, else the hub of Hugging Face. */
  hubUrl?: string | undefined;
  /** `HF_TOKEN`; needed for private and gated models. */
  token?: string | undefined;
}

/** The files of a repository that a checkpoint or an engine folder has. */
const wanted =
  /^(config|tokenizer|tokenizer_config|special_tokens_map|emostream|model\.safetensors\.index)\.json$|^model(-\d+-of-\d+)?\.safetensors$|^engine\.onnx$/;
const reportEveryBytes = 1 << 24;
/** How the name of a file ends that is still being received. */
const unfinishedEnding = '.part';

/** What a string says as a hub name, or undefined when it is none. */
export function parseHubName(text: string): HubName | undefined {
  const match = /^([\w.-]+\/[\w.-]+)(?:@([\w./-]+))?$/.exec(text);
  return match?.[1] === undefined ? undefined : { repo: match[1], revision: match[2] ?? 'main' };
}

/**
 * Downloads a model from the hub, once: a model that is there is used as it is, without network. Files that came
 * whole are kept in `FOLDER.partial` when the download is interrupted, and not asked for again. Processes that download
 * the same model at the same time all succeed.
 *
 * @returns the folder
 * @throws EmostreamError `hub_model_not_found`, `hub_access_denied`, `hub_download_failed`, or
 *   `system_error` for what the machine refuses
 */
export async function downloadHubModel(name: HubName, options: DownloadOptions): Promise<string> {
  const folder = join(options.folder, `${name.repo}@${name.revision}`.replaceAll('/', '--'));
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  try {
    mkdirSync(partial, { recursive: true });
    for (const file of await filesOf(name, options)) await downloadOne(name, file, partial, options);
    removeUnfinished(partial);
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw hubError(name, error);
    // Another process was first.
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** What processes that were killed left of a file. */
function removeUnfinished(partial: string): void {
  for (const file of readdirSync(partial)) {
    if (file.endsWith(unfinishedEnding)) rmSync(join(partial, file), { force: true });
  }
}

interface HubFile {
  path: string;
  size: number;
}

async function filesOf(name: HubName, options: DownloadOptions): Promise<HubFile[]> {
  const files: HubFile[] = [];
  for await (const entry of listFiles({ repo: name.repo, revision: name.revision, ...access(options) })) {
    if (entry.type === 'file' && wanted.test(entry.path)) files.push({ path: entry.path, size: entry.size });
  }
  // One file of weights is enough where a repository has both forms.
  const single = files.some(({ path }) => path === 'model.safetensors');
  return single ? files.filter(({ path }) => !/-of-|index/.test(path)) : files;
}

async function downloadOne(
  name: HubName,
  { path, size }: HubFile,
  folder: string,
  options: DownloadOptions,
): Promise<void> {
  const target = join(folder, path);
  if (statSync(target, { throwIfNoEntry: false })?.size === size) return;
  const blob = await downloadFile({ repo: name.repo, revision: name.revision, path, ...access(options) });
  if (blob === null) throw new Error(`${path} is not there any more`);
  const unfinished = `${target}.${randomUUID()}${unfinishedEnding}`;
  let received = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const before = received;
      received += chunk.length;
      const crossed = Math.floor(before / reportEveryBytes) !== Math.floor(received / reportEveryBytes);
      if (crossed || received === size) {
        options.onProgress?.(`${name.repo}: ${path} ${megabytes(received)} of ${megabytes(size)} MB`);
      }
      done(null, chunk);
    },
  });
  try {
    await pipeline(Readable.from(chunksOf(blob)), counting, createWriteStream(unfinished));
    if (statSync(unfinished).size !== size) {
      throw new Error(`${path} ended after ${received} of ${size} bytes`);
    }
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  for (;;) {
    const { done, value } = (await reader.read()) as
      { done: false; value: Uint8Array } | { done: true; value: undefined };
    if (done) return;
    yield value;
  }
}

function access({ hubUrl, token }: DownloadOptions) {
  return {
    ...(hubUrl === undefined ? {} : { hubUrl: hubUrl.replace(/\/$/, '') }),
    ...(token === undefined ? {} : { accessToken: token }),
  };
}

function hubError(name: HubName, error: unknown): unknown {
  const status = error instanceof HubApiError ? error.statusCode : undefined;
  const model = `${name.repo} (revision ${name.revision})`;
  if (status === 404) {
    return new EmostreamError(`the hub has no model ${model}`, {
      code: 'hub_model_not_found',
      fault: 'configuration',
      hint: 'check the name; a local folder is named with ./ before it; a private model needs HF_TOKEN',
      cause: error,
    });
  }
  if (status === 401 || status === 403) {
    return new EmostreamError(`the hub refuses access to ${model}: it does not exist, is private, or gated`, {
      code: 'hub_access_denied',
      fault: 'configuration',
      hint: 'check the name, and set HF_TOKEN to a token that may read it',
      cause: error,
    });
  }
  if (isFileError(error)) return systemError(error, `cannot keep the download of ${model}`);
  return new EmostreamError(`the download of ${model} failed: ${messageOf(error)}`, {
    code: 'hub_download_failed',
    fault: 'environment',
    hint: 'check the network (HF_ENDPOINT names a mirror) and start again: finished files are kept',
    cause: error,
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
