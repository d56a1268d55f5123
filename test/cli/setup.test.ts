import { runCli } from '../support/cli';

test.each([
  [['setup', 'tensorflow', 'tpu'], 'not tpu'],
  [['setup', 'pytorch'], 'not pytorch'],
])('%j is refused, with what there is', async (args, told) => {
  const { code, stderr } = await runCli(args);
  expect(code).toBe(2);
  expect(stderr).toContain('tensorflow gpu, tensorflow cpu, tensorflow wasm');
  expect(stderr).toContain(told);
});
