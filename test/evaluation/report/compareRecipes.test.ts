import { compareRecipes, type RecipeReport } from '../../../src/evaluation/report/compareRecipes';
import { reportPredictions } from '../../../src/evaluation/report/buildReport';
import { recipeSection } from '../../../src/evaluation/render/reportDocument';
import { pairedBootstrap } from '../../../src/evaluation/scores/bootstrap';
import { seededRandom } from '../../../src/common/seededRandom';

const labels = ['neutral', 'joy'];
const gold = Array.from({ length: 200 }, (_, row) => (row % 3 === 0 ? 'joy' : 'neutral'));

/** A run that is right on a part of the rows. */
function run(name: string, right: number, seed: number): RecipeReport {
  const random = seededRandom(seed);
  const predictions = gold.map((label, row) => ({
    id: `r${row}`,
    video: 'v',
    gold: label,
    predicted: random() < right ? label : label === 'joy' ? 'neutral' : 'joy',
    confidence: 0.9,
  }));
  const rows = predictions.map(({ id, video }) => {
    return { id, video, startMs: 0, endMs: 1, text: id, label: gold[Number(id.slice(1))] ?? '' };
  });
  return { name, report: reportPredictions(predictions, { rows, labels }), predictions };
}

const runs = [
  run('plain-seed-1', 0.6, 1),
  run('plain-seed-2', 0.6, 2),
  run('better-seed-1', 0.9, 3),
  run('better-seed-2', 0.9, 4),
  run('other', 0.6, 5),
];

describe('compareRecipes', () => {
  const [plain, better, other] = compareRecipes(runs);

  it('groups runs that differ by their seed alone, in the order given', () => {
    expect([plain, better, other].map((recipe) => [recipe?.name, recipe?.seeds])).toEqual([
      ['plain', 2],
      ['better', 2],
      ['other', 1],
    ]);
    const scores = runs.slice(0, 2).map(({ report }) => report.macro.f1);
    expect(plain!.macroF1.mean).toBeCloseTo((scores[0]! + scores[1]!) / 2, 10);
    expect(plain!.macroF1.least).toBe(Math.min(...scores));
    expect(plain!.macroF1.greatest).toBe(Math.max(...scores));
  });

  it('tells what each gains over the first: surely where it is better, and not where it is not', () => {
    expect(plain!.gain).toBeNull();
    expect(better!.gain!.macroF1.value).toBeCloseTo(better!.macroF1.mean - plain!.macroF1.mean, 10);
    expect(better!.gain!.macroRecall.value).toBeCloseTo(
      better!.macroRecall.mean - plain!.macroRecall.mean,
      10,
    );
    expect(better!.gain!.macroF1.interval[0]).toBeGreaterThan(0.1);
    const [low, high] = other!.gain!.macroF1.interval;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('is the paired bootstrap where each recipe has one run', () => {
    const [, gained] = compareRecipes([runs[0]!, runs[2]!], { seed: 7, resamples: 200 });
    const [first, second] = [0, 2].map((at) => runs[at]!.predictions!.map(({ predicted }) => predicted));
    const paired = pairedBootstrap(gold, first!, second!, labels, { seed: 7, resamples: 200 });
    expect(gained!.gain!.macroF1).toEqual(paired.macroF1);
  });

  it('says nothing of gains where a run has no predictions', () => {
    const [, second] = compareRecipes([runs[0]!, { ...runs[2]!, predictions: null }]);
    expect(second!.gain).toBeNull();
    expect(second!.macroF1.mean).toBe(runs[2]!.report.macro.f1);
  });
});

describe('recipeSection', () => {
  it('shows spreads and gains with their signs', () => {
    const [means, gains] = recipeSection(compareRecipes(runs)).tables!;
    expect(means!.rows.map(([name, seeds]) => [name, seeds])).toEqual([
      ['plain', '2'],
      ['better', '2'],
      ['other', '1'],
    ]);
    expect(gains!.caption).toBe('Gain over plain');
    expect(gains!.rows).toHaveLength(2);
    expect(gains!.rows[0]![1]).toMatch(/^\+0\.\d{3} \(\+0\.\d{3} to \+0\.\d{3}\)$/);
  });
});
