import { paperReports } from '../../../src/evaluation';
import { comparePredictions } from '../../../src/evaluation/report/comparePredictions';
import { documentHtml, tableHtml } from '../../../src/evaluation/render/documentHtml';
import {
  documentMarkdown,
  documentText,
  tableMarkdown,
  tableText,
} from '../../../src/evaluation/render/documentText';
import { pValue, signed } from '../../../src/evaluation/render/tables';
import { reportDocument } from '../../../src/evaluation/render/reportDocument';
import { otherPredictions, samplePredictions, sampleProblems, sampleReport } from '../sampleReport';

const table = {
  caption: 'Some <figures>',
  head: ['emotion', 'F1', 'why'],
  rows: [
    ['joy', '0.500', 'a|b'],
    ['sadness', '1.000', 'c & d'],
    ['macro avg', '0.750', ''],
  ],
  summaryRows: 1,
  wordColumns: [2],
};

const document = reportDocument({
  title: 'Replay of <test>.csv',
  name: 'run',
  facts: [
    ['model', 'e5-es & co'],
    ['seed', '1'],
  ],
  report: sampleReport,
  others: paperReports,
  difference: {
    against: 'offline',
    rows: comparePredictions(otherPredictions, samplePredictions, { resamples: 100 }),
  },
  latenciesMs: [10, 20, 30],
  problems: sampleProblems,
  losses: [{ name: 'run', losses: [2, 1] }],
  distribution: { joy: 20 },
});

describe('tables', () => {
  it('as text', () => {
    expect(tableText(table)).toBe(
      [
        'Some <figures>',
        '',
        'emotion       F1  why',
        'joy        0.500  a|b',
        'sadness    1.000  c & d',
        '',
        'macro avg  0.750',
      ].join('\n'),
    );
  });

  it('as Markdown', () => {
    expect(tableMarkdown(table)).toBe(
      [
        '**Some <figures>**',
        '',
        '| emotion | F1 | why |',
        '| :-- | --: | :-- |',
        '| joy | 0.500 | a\\|b |',
        '| sadness | 1.000 | c & d |',
        '| **macro avg** | **0.750** |  |',
      ].join('\n'),
    );
  });

  it('as HTML, with headers that say what they head', () => {
    const html = tableHtml(table);
    expect(html).toContain('<caption>Some &lt;figures&gt;</caption>');
    expect(html).toContain('<th scope="col">F1</th><th scope="col" class="word">why</th>');
    expect(html).toContain(
      '<tr><th scope="row">sadness</th><td>1.000</td><td class="word">c &amp; d</td></tr>',
    );
    expect(html).toContain('<tr class="sum"><th scope="row">macro avg</th>');
  });
});

describe('the report', () => {
  it('has every part in every form', () => {
    expect(document.sections.map(({ heading }) => heading)).toEqual([
      'Quality',
      'Stream',
      'Training',
      'Side by side',
      'Against offline',
    ]);
    for (const text of [documentText(document), documentMarkdown(document), documentHtml(document)]) {
      for (const part of [
        'macro F1',
        'leak-free rows (30)',
        'weighted avg',
        'latency p99',
        'McNemar',
        'paper: rule 1',
      ]) {
        expect(text).toContain(part);
      }
      expect(text).not.toMatch(/NaN|undefined/);
    }
  });

  it('shows figures of others with the decimals that they publish', () => {
    expect(documentText(document)).toMatch(/^neutral +0\.84 +0\.84 +0\.85 +0\.\d{3}$/m);
  });

  it('is a page that loads nothing, and takes no markup from names', () => {
    const html = documentHtml(document);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import/);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
    expect(html).toContain('<title>Replay of &lt;test&gt;.csv</title>');
    expect(html).toContain('missing: r&lt;60&gt;');
    expect(html).toContain('<dd>e5-es &amp; co</dd>');
    expect(html.match(/<svg /g)).toHaveLength(6);
  });

  it('has its elements closed', () => {
    const html = documentHtml(document).replace(/<style>[^<]*<\/style>/g, '');
    const open: string[] = [];
    for (const [, slash, name, , empty] of html.matchAll(
      /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*?)(\/?)>/g,
    )) {
      if (empty === '/' || name === 'meta') continue;
      if (slash === '') open.push(name!);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('leaves out what there is not', () => {
    const { sections } = reportDocument({
      title: 'Evaluation',
      name: 'run',
      facts: [],
      report: { ...sampleReport, leakFree: null, stream: undefined as never },
    });
    expect(sections.map(({ heading }) => heading)).toEqual(['Quality']);
    expect(sections[0]!.tables).toHaveLength(3);
  });

  it('warns of classes with few rows, in the part that has few', () => {
    const { paragraphs } = document.sections[0]!;
    expect(paragraphs).toEqual([
      expect.stringMatching(/^Leak-free rows are/),
      'Few of the leak-free rows: neutral (10), joy (10), fear (10). ' +
        'The macro averages and their intervals swing on single rows of these.',
    ]);
  });

  it('says when nothing differs', () => {
    const { sections } = reportDocument({
      title: 'Evaluation',
      name: 'stream',
      facts: [],
      report: sampleReport,
      difference: {
        against: 'offline',
        rows: comparePredictions(samplePredictions, samplePredictions, { resamples: 10 }),
      },
    });
    const against = sections.at(-1)!;
    expect(against.paragraphs![0]).toBe('0 of 60 rows are labelled differently by offline and stream.');
    expect(against.tables).toEqual([]);
  });
});

it('writes figures for people', () => {
  expect([signed(0.0171), signed(-0.5), signed(0)]).toEqual(['+0.017', '−0.500', '+0.000']);
  expect([pValue(0.0004), pValue(0.04)]).toEqual(['p < 0.001', 'p = 0.040']);
});
