import { parseTranscript } from '../../../src/producers/formats/parseTranscript';
import { srtSpans } from '../../../src/producers/formats/srtText';
import { parseSrtTimings } from '../../../src/producers/formats/srtTimings';

const parse = (text: string) => parseTranscript(Buffer.from(text), 'a.srt');
const brief = (text: string) => parse(text).cues.map((cue) => [cue.id, cue.text]);
const A = '00:00:01,000 --> 00:00:02,000';
const B = '00:00:02,000 --> 00:00:03,000';

describe('parseSrtTimings', () => {
  test.each([
    ['00:00:01,500 --> 01:00:02,250', 1500, 3_602_250, ''],
    ['00:00:01.500 --> 00:00:02.250', 1500, 2250, ''],
    ['0:0:1,5-->0:0:2', 1500, 2000, ''],
    ['00:01,500 --> 00:02,250', 1500, 2250, ''],
    ['00: 00: 01, 500 -> 00: 00: 02, 250', 1500, 2250, ''],
    ['00:00:01:500 --> 00:00:02:250', 1500, 2250, ''],
    ['\t00:00:01,5004 —> 00:00:02,2506 ', 1500, 2251, ''],
    ['-00:00:00,300 --> 00:00:02,250', 0, 2250, ''],
    ['00:00:01,500 --> 00:00:02,250 X1:100 X2:200 Y1:1 Y2:2', 1500, 2250, 'X1:100 X2:200 Y1:1 Y2:2'],
  ])('%j', (line, startMs, endMs, rest) => expect(parseSrtTimings(line)).toEqual({ startMs, endMs, rest }));

  test.each([
    '',
    '1',
    'hola --> adiós',
    '00:00:01,000',
    '00:00:01,000 --> ',
    '00:00:0a,000 --> 00:00:01,000',
  ])('no timing line: %j', (line) => expect(parseSrtTimings(line)).toBeUndefined());
});

describe('srt', () => {
  test('reads the usual form', () => {
    expect(parse(`\uFEFF1\r\n${A}\r\n<i>Hola</i>\r\nmundo\r\n\r\n2\r\n${B} X1:1\r\nAdiós\r\n`)).toMatchObject(
      {
        cues: [
          { startMs: 1000, endMs: 2000, text: '<i>Hola</i>\nmundo', id: '1' },
          { startMs: 2000, endMs: 3000, text: 'Adiós', id: '2' },
        ],
        warnings: [],
      },
    );
  });

  test.each([
    [
      'missing numbers',
      `${A}\nuno\n\n${B}\ndos`,
      [
        [undefined, 'uno'],
        [undefined, 'dos'],
      ],
    ],
    [
      'missing empty lines',
      `1\n${A}\nuno\n2\n${B}\ndos`,
      [
        ['1', 'uno'],
        ['2', 'dos'],
      ],
    ],
    [
      'empty lines everywhere',
      `1\n\n${A}\n\nuno\n\n2\n\n${B}\n\ndos\n`,
      [
        ['1', 'uno'],
        ['2', 'dos'],
      ],
    ],
    [
      'more empty lines',
      `\n\n1\n${A}\nuno\n\n\n\n2\n${B}\ndos\n\n\n`,
      [
        ['1', 'uno'],
        ['2', 'dos'],
      ],
    ],
    [
      'numbers out of order',
      `7\n${A}\nuno\n\n3\n${B}\ndos`,
      [
        ['7', 'uno'],
        ['3', 'dos'],
      ],
    ],
    [
      'a number as text',
      `1\n${A}\n42\n\n2\n${B}\n2024`,
      [
        ['1', '42'],
        ['2', '2024'],
      ],
    ],
    [
      'a number as text, no numbers',
      `${A}\n42\n\n${B}\n7`,
      [
        [undefined, '42'],
        [undefined, '7'],
      ],
    ],
    [
      'a number as last line',
      `1\n${A}\nquedan\n3\n\n2\n${B}\ndos`,
      [
        ['1', 'quedan\n3'],
        ['2', 'dos'],
      ],
    ],
    [
      'a number before the next',
      `1\n${A}\nquedan\n9\n${B}\ndos`,
      [
        ['1', 'quedan\n9'],
        [undefined, 'dos'],
      ],
    ],
    [
      'missing text',
      `1\n${A}\n\n2\n${B}\ndos`,
      [
        ['1', ''],
        ['2', 'dos'],
      ],
    ],
    [
      'missing text, no empty line',
      `1\n${A}\n2\n${B}\ndos`,
      [
        ['1', ''],
        ['2', 'dos'],
      ],
    ],
    [
      'an empty line in a text',
      `1\n${A}\nuno\n\nmás\n\n2\n${B}\ndos`,
      [
        ['1', 'uno\nmás'],
        ['2', 'dos'],
      ],
    ],
    [
      'a lost timing line',
      `1\n${A}\nuno\n\n2\nperdido\n\n3\n${B}\ntres`,
      [
        ['1', 'uno'],
        ['3', 'tres'],
      ],
    ],
    ['text on the timing line', `1\n${A} uno\nmás\n`, [['1', 'uno\nmás']]],
  ])('%s', (_, text, expected) => expect(brief(text)).toEqual(expected));

  test('warns of what it skipped and repaired, with the line', () => {
    const text =
      `antes\n\n1\n${A}\nuno\n\n2\nperdido\n\n3\n00:00:03,000 --> 00:00:x\ntres\n\n` +
      `4\n${B}\n\n5\n${B} cinco\n\nmás`;
    expect(parse(text).warnings).toEqual([
      { line: 1, message: 'text without a timing line was skipped: "antes"' },
      { line: 7, message: 'a cue without a timing line was skipped: "2 perdido"' },
      { line: 11, message: 'a cue with an invalid timing line was skipped: "00:00:03,000 --> 00:00:x"' },
      { line: 12, message: 'text without a timing line was skipped: "tres"' },
      { line: 15, message: 'the cue has no text' },
      { line: 18, message: 'text on the timing line was added to the cue: "cinco"' },
      { line: 19, message: 'there is an empty line inside the cue' },
    ]);
  });
});

describe('srtSpans', () => {
  const text = (cueText: string) =>
    srtSpans(cueText)
      .map((span) => span.text)
      .join('');
  test.each([
    ['<i>Hola</i>, <FONT color="#fff">tú</FONT>', 'Hola, tú'],
    ['{\\an8}Arriba {\\i1}ya{\\i0}', 'Arriba ya'],
    ['{b}Hola{/b} {y:i}tú', 'Hola tú'],
    ['uno\\Ndos<br/>tres\\hcuatro', 'uno\ndos\ntres cuatro'],
    ['R&amp;D &#39;x&#39; AT&T', "R&D 'x' AT&T"],
    ['3 < 4 > 2 <3 <amor>', '3 < 4 > 2 <3 <amor>'],
    ['a<00:00:01.200> b', 'a b'],
    ['{llaves} de verdad', '{llaves} de verdad'],
  ])('%j is %j', (cueText, expected) => expect(text(cueText)).toBe(expected));
});
