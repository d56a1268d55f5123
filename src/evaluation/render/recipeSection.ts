import type { Recipe, Spread } from '../report/compareRecipes';
import type { Difference } from '../scores/meanDifference';
import type { Section } from './Document';
import { figure, signed } from './figures';

/** Recipes as means over their seeds, and what each gains over the first. */
export function recipeSection(recipes: readonly Recipe[]): Section {
  const [first] = recipes;
  return {
    heading: 'Recipes over their seeds',
    paragraphs: [
      `A gain is the mean of a recipe's seeds minus that of ${first?.name ?? 'the first'}, with a 95 % bootstrap interval over the test rows; the same rows are drawn for all runs. It tells what other test rows would have given, not what other seeds would.`,
    ],
    tables: [
      {
        caption: 'Mean, least and greatest of the seeds',
        head: ['recipe', 'seeds', 'macro F1', 'macro recall', 'accuracy'],
        rows: recipes.map(({ name, seeds, macroF1, macroRecall, accuracy }) => [
          name,
          String(seeds),
          spread(macroF1),
          spread(macroRecall),
          spread(accuracy),
        ]),
      },
      {
        caption: `Gain over ${first?.name ?? 'the first'}`,
        head: ['recipe', 'macro F1', 'macro recall'],
        rows: recipes.flatMap(({ name, gain }) =>
          gain === null ? [] : [[name, difference(gain.macroF1), difference(gain.macroRecall)]],
        ),
      },
    ],
  };
}

function spread({ mean, least, greatest }: Spread): string {
  return `${figure(mean)} (${figure(least)} to ${figure(greatest)})`;
}

function difference({ value, interval: [low, high] }: Difference): string {
  return `${signed(value)} (${signed(low)} to ${signed(high)})`;
}
