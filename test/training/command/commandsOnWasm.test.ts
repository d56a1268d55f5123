import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmotionLabel } from '../../../src/records/EmotionLabel';
import { jsonLines, killClis, runCli } from '../../support/cli';
import { greatestLogitError, readReference } from '../../support/referenceLogits';
import { emospeechLines } from '../support/emospeechLines';
import { withOnlyWasm } from '../support/onlyWasm';
import { describeWithShared, sharedFolder } from '../support/shared';
import { useTensorflow } from '../support/useTensorflow';

const tiny = join(sharedFolder, 'reference', 'tiny');

describeWithShared('where only WebAssembly is set up', () => {
  useTensorflow('wasm');
  withOnlyWasm();
  afterEach(killClis);

  it("tag --engine tfjs gives PyTorch's logits", async () => {
    const reference = await readReference('tiny');
    const stdin = reference.rows.map(({ id, text }) => JSON.stringify({ id, text })).join('\n');
    const args = ['tag', '--engine', 'tfjs', '--model', tiny, '--max-sequence-tokens', '64', '--json'];
    const { code, stdout, stderr } = await runCli(args, { stdin });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const labels = jsonLines<EmotionLabel>(stdout);
    expect(greatestLogitError(reference, labels)).toBeLessThan(1e-4);
  }, 120_000);

  it('train trains, and says on what; a native package that is asked for is missed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'train-on-wasm-'));
    const data = join(folder, 'data.jsonl');
    const lines = await emospeechLines();
    writeFileSync(data, lines.slice(0, 24).join('\n'));
    const args = ['train', '--base', tiny, '--data', data, '--epochs', '1', '--out', join(folder, 'out')];
    const { code, stderr } = await runCli(args);
    expect(stderr).toMatch(/^trains on @tensorflow\/tfjs-backend-wasm/m);
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'out', 'model.safetensors'))).toBe(true);
    const native = await runCli([...args, '--tensorflow', 'cpu']);
    expect(native.code).not.toBe(0);
    expect(native.stderr).toMatch(/not set up.*setup tensorflow/);
    rmSync(folder, { recursive: true });
  }, 120_000);
});
