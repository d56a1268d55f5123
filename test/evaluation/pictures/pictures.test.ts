import { classDistributionPicture } from '../../../src/evaluation/pictures/classDistributionPicture';
import { confusionPicture } from '../../../src/evaluation/pictures/confusionPicture';
import { f1Picture } from '../../../src/evaluation/pictures/f1Picture';
import { latencyPicture } from '../../../src/evaluation/pictures/latencyPicture';
import { lossPicture } from '../../../src/evaluation/pictures/lossPicture';
import type { Theme } from '../../../src/evaluation/pictures/theme';
import { svgToPng } from '../../../src/evaluation/files/writeReport';
import { compareReports } from '../../../src/evaluation/report/compareReports';
import { paperReports } from '../../../src/evaluation/report/paperTables';
import { sampleReport } from '../sampleReport';

const losses = Array.from({ length: 4500 }, (_, step) => 2 * Math.exp(-step / 900) * (1 + (step % 7) / 7));
const hostile = '<b>"&\'</b>';

/** Each picture as used, and at its edges. */
const pictures: Record<string, (theme: Theme) => string> = {
  classes: (theme) => classDistributionPicture({ neutral: 1166, fear: 23 }, { theme }),
  'classes, none of any': (theme) => classDistributionPicture({ joy: 0 }, { theme }),
  'classes with odd names': (theme) =>
    classDistributionPicture({ [hostile]: 3, 'a very long label indeed': 1 }, { theme }),
  confusion: (theme) => confusionPicture(sampleReport.confusion, { theme }),
  'confusion of one label': (theme) => confusionPicture({ labels: [hostile], matrix: [[0]] }, { theme }),
  'confusion of 28 labels': (theme) =>
    confusionPicture(
      {
        labels: Array.from({ length: 28 }, (_, place) => `label ${place}`),
        matrix: Array.from({ length: 28 }, (_, row) =>
          Array.from({ length: 28 }, (_, column) => row * column),
        ),
      },
      { theme },
    ),
  'F1 of one run': (theme) => f1Picture(compareReports([{ name: 'run', ...sampleReport }]), { theme }),
  'F1 of several': (theme) =>
    f1Picture(compareReports([...paperReports, { name: hostile, ...sampleReport }]), { theme }),
  loss: (theme) =>
    lossPicture(
      [
        { name: 'none', losses },
        { name: hostile, losses: losses.slice(0, 10) },
      ],
      { theme },
    ),
  'loss that broke': (theme) => lossPicture([{ name: 'x', losses: [NaN, 1, Infinity, 2] }], { theme }),
  'loss of no step': (theme) => lossPicture([{ name: 'x', losses: [] }], { theme }),
  latency: (theme) =>
    latencyPicture(
      losses.map((loss) => 1000 * loss),
      { theme },
    ),
  'latency of nothing': (theme) => latencyPicture([], { theme }),
  'latency, clocks apart': (theme) => latencyPicture([-5, 0, 0], { theme }),
};

describe.each(Object.entries(pictures))('%s', (_, draw) => {
  it.each(['light', 'dark'] as const)('is a picture in %s', async (theme) => {
    const svg = draw(theme);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const png = await svgToPng(svg);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const [, width] = /width="([\d.]+)"/.exec(svg)!;
    expect(png.readUInt32BE(16)).toBe(2 * Number(width));
  });

  it('follows the reader where it can, and is told to those who cannot see it', () => {
    const svg = draw('auto');
    expect(svg).toContain('@media(prefers-color-scheme:dark)');
    expect(svg).toMatch(/role="img"><title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    expect(svg).not.toContain('<b>');
    expect(svg).not.toMatch(/(href|src)=/);
  });
});

it('writes counts, shares and supports into the confusion matrix', () => {
  const svg = confusionPicture({
    labels: ['neutral', 'joy'],
    matrix: [
      [30, 10],
      [1, 0],
    ],
  });
  for (const text of ['75 %', '25 %', '100 %', '0 %', '40 rows', '1 rows', '>30<', '>10<']) {
    expect(svg).toContain(text);
  }
  expect(svg).toContain('neutral was predicted as neutral 30, joy 10; joy was predicted as neutral 1');
});

it('keeps a spike of the loss that falls between two points', () => {
  const spiked = losses.map((loss, step) => (step === 3001 ? 1.9 : loss));
  const drawn = (values: number[]): string => lossPicture([{ name: 'x', losses: values }]);
  expect(drawn(spiked)).not.toBe(drawn(losses));
});

it('leaves an F1 out that a run does not have', () => {
  const some = { name: 'half', n: 1, macro: { f1: 0.5 }, perClass: { joy: { f1: 0.5 } } };
  const svg = f1Picture(compareReports([some, { name: 'run', ...sampleReport }]));
  expect(svg).toContain('neutral: half none, run');
});
