import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isRunning } from '../../../src/common/processIdentity';
import {
  isLive,
  readState,
  removeState,
  writeState,
  type SupervisorState,
} from '../../../src/kafka/embedded/supervisorState';

const folder = mkdtempSync(join(tmpdir(), 'emostream-state-'));
const path = join(folder, 'supervisor.json');

afterAll(() => rmSync(folder, { recursive: true }));

function myState(): SupervisorState {
  const supervisor = identify(process.pid);
  if (supervisor === undefined) throw new Error('this process does not run');
  return { supervisor, leasePort: 4711, token: 'secret' };
}

test('is read as it was written, for its user alone, with nothing left over', async () => {
  const state = { ...myState(), broker: { pid: 1, startedAt: '1' } };
  await writeState(path, state);
  expect(readState(path)).toEqual(state);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['supervisor.json']);
  await removeState(path);
  await removeState(path);
  expect(readState(path)).toBeUndefined();
});

test.each(['', '{', 'null', '[]', '{"leasePort":1}', '{"leasePort":1,"token":"x","supervisor":{"pid":"1"}}'])(
  'what is none of ours is none: %s',
  (content) => {
    writeFileSync(path, content);
    expect(readState(path)).toBeUndefined();
  },
);

test('is live as long as that very process runs', () => {
  const state = myState();
  expect(isLive(state)).toBe(true);
  expect(isLive(undefined)).toBe(false);
  // The number is in use, but by a process that started at another time.
  expect(isLive({ ...state, supervisor: { pid: process.pid, startedAt: '0' } })).toBe(false);
  expect(isRunning({ pid: 2 ** 22 + 1, startedAt: '0' })).toBe(false);
});
