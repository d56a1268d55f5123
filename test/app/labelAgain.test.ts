import { checkRangeNames, namesOfRange, rangeOf, type WrittenNames } from '../../src/app/labelAgain';
import type { OptionName } from '../../src/config/options';

const live: WrittenNames = { group: 'live', emotionsTopic: 'emotions', deadLetterTopic: 'dead' };
const model = { name: 'm', hash: 'a'.repeat(64) };
const range = { from: 1000, to: 2000 };
const about = { ...range, segmentsTopic: 'segments', model };

function line(given: OptionName[]): Parameters<typeof checkRangeNames>[1] {
  return { given: new Set(given), without: () => live };
}

describe('the names of a range that is labelled again', () => {
  it('are made of those of the live tagger, and are the same for the same range and model alone', () => {
    const names = namesOfRange(live, new Set(), about);
    expect(names).toEqual({
      group: expect.stringMatching(/^live-relabel-[0-9a-f]{10}$/) as string,
      emotionsTopic: names.group.replace('live', 'emotions'),
      deadLetterTopic: names.group.replace('live', 'dead'),
    });
    expect(namesOfRange(live, new Set(), about)).toEqual(names);
    for (const other of [
      { ...about, to: 2001 },
      { ...about, from: undefined },
      { ...about, segmentsTopic: 'others' },
      { ...about, model: { ...model, hash: 'b'.repeat(64) } },
    ]) {
      expect(namesOfRange(live, new Set(), other).group).not.toBe(names.group);
    }
  });

  it('are those of the command line where it gives some', () => {
    const asked = { ...live, emotionsTopic: 'emotions.v2' };
    checkRangeNames(asked, line(['emotionsTopic']));
    const names = namesOfRange(asked, new Set(['emotionsTopic'] as const), about);
    expect(names.emotionsTopic).toBe('emotions.v2');
    expect(names.group).toMatch(/^live-relabel-/);
  });

  it.each([
    ['that of the environment', { group: 'live' }, 'group'],
    ['the default', { group: 'emostream-tagger' }, 'group'],
    ['that of the environment', { deadLetterTopic: 'dead' }, 'deadLetterTopic'],
    ['the default', { emotionsTopic: 'transcripts.emotions' }, 'emotionsTopic'],
  ] as const)('may not be %s: %j', (_, over, name) => {
    expect(() => checkRangeNames({ ...live, ...over }, line([name]))).toThrow(
      expect.objectContaining({ code: 'relabel_in_place', fault: 'configuration' }) as Error,
    );
  });
});

it('a range that ends before it begins is refused', () => {
  for (const to of [1000, 999]) expect(() => rangeOf({ from: 1000, to })).toThrow('--to is not after --from');
});

it('without --from and --to there is no range; one of them makes one', () => {
  expect(rangeOf({ from: undefined, to: undefined })).toBeUndefined();
  expect(rangeOf({ from: undefined, to: 5 })).toEqual({ from: undefined, to: 5 });
});
