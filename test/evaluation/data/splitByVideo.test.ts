import { type LabelledRow, groupByVideo, leakFree } from '../../../src/evaluation/data/LabelledRow';
import { splitByVideo } from '../../../src/evaluation/data/splitByVideo';
import { seededRandom } from '../../../src/common/seededRandom';

function row(over: Partial<LabelledRow>): LabelledRow {
  return { id: 'id', video: 'video', startMs: 0, endMs: 1, text: 'text', label: 'joy', ...over };
}

/** 1,000 rows in videos of one to six rows, a label a video but for some, fear rare. */
function corpus(): LabelledRow[] {
  const random = seededRandom(11);
  const rows: LabelledRow[] = [];
  for (let video = 0; rows.length < 1000; video++) {
    const label = random() < 0.02 ? 'fear' : random() < 0.4 ? 'neutral' : 'joy';
    const length = 1 + Math.floor(random() * 6);
    for (let segment = 0; segment < length; segment++) {
      rows.push(
        row({ id: `${video}/${segment}`, video: `v${video}`, label: random() < 0.1 ? 'neutral' : label }),
      );
    }
  }
  return rows;
}

describe('splitByVideo', () => {
  const rows = corpus();
  const { train, validation } = splitByVideo(rows, 0.2, 1);

  it('gives each row to one part, in order, and no video to both', () => {
    expect([...train, ...validation].sort((a, b) => rows.indexOf(a) - rows.indexOf(b))).toEqual(rows);
    const videos = new Set(train.map(({ video }) => video));
    expect(validation.filter(({ video }) => videos.has(video))).toEqual([]);
  });

  it.each(['neutral', 'joy', 'fear'])('sets a fifth of %s aside', (label) => {
    const count = (part: LabelledRow[]): number => part.filter((each) => each.label === label).length;
    expect(Math.abs(count(validation) - count(rows) * 0.2)).toBeLessThanOrEqual(1);
  });

  it('takes long and short videos alike', () => {
    const mean = (part: LabelledRow[]): number => part.length / groupByVideo(part).size;
    expect(Math.abs(mean(validation) - mean(train))).toBeLessThan(0.7);
  });

  it('repeats itself for a seed, and not for the next', () => {
    expect(splitByVideo(rows, 0.2, 1)).toEqual({ train, validation });
    expect(splitByVideo(rows, 0.2, 2).validation).not.toEqual(validation);
  });

  it.each([0, 1, -0.1, NaN])('refuses a part of %d', (fraction) => {
    expect(() => splitByVideo(rows, fraction, 1)).toThrow(/the part to set aside is/);
  });
});

it('groups by video in the order of speech', () => {
  const rows = [
    row({ id: 'b', video: 'x', startMs: 20 }),
    row({ id: 'c', video: 'y' }),
    row({ id: 'a', video: 'x', startMs: 10 }),
  ];
  const groups = [...groupByVideo(rows)].map(([video, group]) => [video, group.map(({ id }) => id)]);
  expect(groups).toEqual([
    ['x', ['a', 'b']],
    ['y', ['c']],
  ]);
});

it('calls a row clean when neither its video nor its text was trained on', () => {
  const train = [row({ video: 'seen', text: 'known ' })];
  const test = [
    row({ id: 'video', video: 'seen', text: 'new' }),
    row({ id: 'text', video: 'new', text: 'known' }),
    row({ id: 'clean', video: 'new', text: 'new' }),
  ];
  expect(leakFree(test, train).map(({ id }) => id)).toEqual(['clean']);
});
