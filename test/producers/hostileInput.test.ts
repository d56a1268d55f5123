import { EmostreamError } from '../../src/common/errors';
import { readSegments } from '../../src/producers/readSegments';

/**
 * Inputs on which a careless parser takes quadratic time: at this size it would run for hours and fail by the
 * timeout, whatever the machine.
 */
const size = 1 << 20;
const repeat = (piece: string) => piece.repeat(size / piece.length);
const vtt = 'WEBVTT\n\n00:00.000 --> 00:10.000\n';
const srt = '1\n00:00:00,000 --> 00:00:10,000\n';

const inputs: [string, string][] = [
  ['arrows.vtt', `WEBVTT\n\n${repeat('-->\n')}`],
  ['arrows.srt', srt + repeat('00:00:00,000 --> 00:00:10,000\n')],
  ['spaces.srt', repeat(' ') + srt + repeat(' ')],
  ['lines.srt', srt + repeat('\n') + srt],
  ['numbers.srt', srt + repeat('1\n\n')],
  ['digits.vtt', `WEBVTT\n\n${repeat('0')} --> \n`],
  ['header.vtt', `WEBVTT\n${repeat('Language: \n')}`],
  ...[
    '<b>',
    '<ruby>',
    '</b>',
    '<',
    '< ',
    '&',
    ',',
    '.',
    '."',
    'a',
    'a ',
    'a\n',
    '[',
    '([)',
    '- a\n',
    '>> ',
    '<v A>a<v B>b',
    '“',
    '¿',
  ].map((piece): [string, string] => [`${piece.trim()}.vtt`, vtt + repeat(piece)]),
  ...['<font ', '{\\', '{b', '<', '&'].map((piece): [string, string] => [
    `${piece}.srt`,
    srt + repeat(piece),
  ]),
  ['nested.json', `[{"a":${repeat('[')}`],
  ['segments.json', `{"segments":[${repeat('{"start":0,"end":1,"text":"no "},')}{}]}`],
  ['zeros.vtt', repeat('\0')],
];

describe('hostile input takes linear time and throws no error but EmostreamError', () => {
  test.each(inputs)(
    '%s',
    (name, text) => {
      try {
        readSegments(Buffer.from(text), name);
      } catch (error) {
        expect(error).toBeInstanceOf(EmostreamError);
      }
    },
    120_000,
  );
});
