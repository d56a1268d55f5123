import fc from 'fast-check';
import { webvttSpans } from '../../../src/producers/formats/webvttCueText';

const text = (cueText: string) =>
  webvttSpans(cueText)
    .map((span) => span.text)
    .join('');

describe('webvttSpans', () => {
  test.each([
    ['<b>Hola</b> <i.foreign>mundo</i>', 'Hola mundo'],
    ['uno<00:00:01.000><c> dos</c><c.colorE5E5E5><00:01.500><c> tres</c></c>', 'uno dos tres'],
    ['A &amp; B &lt;b&gt; &nbsp;&lrm;&rlm;', 'A & B <b> \u00a0\u200e\u200f'],
    ['&copy; &eacute;&#241;&#x20AC; &amp', '© éñ€ &'],
    ['&nada; & sola &&', '&nada; & sola &&'],
    ['<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>!', '漢字!'],
    ['<rt>suelto</rt>', 'suelto'],
    ['<desconocida>texto</desconocida>', 'texto'],
    ['texto</b></v></>', 'texto'],
    ['sin cerrar <b', 'sin cerrar '],
    ['3 < 4', '3 < 4'],
    ['<3', ''],
    ['', ''],
    ['<>a<', 'a<'],
    ['<v Ana\nMaría>Hola', 'Hola'],
  ])('%j is %j', (cueText, expected) => expect(text(cueText)).toBe(expected));

  test('splits at each change of voice and language', () => {
    expect(
      webvttSpans('¡Eh! <v Ana>Sí, <b>claro</b>.</v> (pausa) <v Tom &amp; Co>Un <lang en>show</lang>'),
    ).toEqual([
      { text: '¡Eh! ' },
      { text: 'Sí, claro.', speaker: 'Ana' },
      { text: ' (pausa) ' },
      { text: 'Un ', speaker: 'Tom & Co' },
      { text: 'show', speaker: 'Tom & Co', language: 'en' },
    ]);
  });

  test('after a voice inside another, the outer one continues', () => {
    expect(webvttSpans('<v A>a<v B>b</v>c').map(({ speaker }) => speaker)).toEqual(['A', 'B', 'A']);
  });

  test('never throws, and does not change text without markup', () => {
    const marks = fc.constantFrom(
      '<',
      '>',
      '/',
      '&',
      '&lt;',
      '<v ',
      '<ruby>',
      '<rt>',
      '</v>',
      'a',
      ' ',
      '\n',
      '0',
      '.',
    );
    fc.assert(fc.property(fc.array(marks), (parts) => void webvttSpans(parts.join(''))));
    fc.assert(
      fc.property(fc.string(), (plain) => {
        fc.pre(!/[<&]/.test(plain));
        expect(text(plain)).toBe(plain);
      }),
    );
  });
});
