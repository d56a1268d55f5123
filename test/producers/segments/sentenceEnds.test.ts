import { clauseEnds, sentenceEnds } from '../../../src/producers/segments/sentenceEnds';

/** The text with a bar where a cut may go. */
function marked(text: string, ends: number[]): string {
  return [0, ...ends].map((from, index) => text.slice(from, ends[index] ?? text.length)).join('|');
}

describe('sentenceEnds', () => {
  test.each([
    'Hola.| ¿Qué tal?| ¡Bien!| Pues eso…| Adiós',
    'Dijo «basta».| Y se fue (de allí).| "Ya."| Fin.|',
    'El Sr. Pérez y la Dra. Gil, de EE. UU. y más, en la pág. 5.| Otra',
    'A. García habló.| D. Manuel calló.| Claro que no.| Ahora sí',
    '¡Hola! dijo él... y siguió. ¿no? pues eso',
    'Subió un 3.5 % en 10.000 casos.| Ver ejemplo.com hoy',
    'Terminó.| ¿Y?| —No.| 25 votos',
    '终わり。|はい！|ok',
    '',
    'sin final',
    '...|',
  ])('%s', (expected) => {
    const text = expected.replaceAll('|', '');
    expect(marked(text, sentenceEnds(text))).toBe(expected);
  });
});

describe('clauseEnds', () => {
  test.each(['Sí,| claro;| ya:| 3,5 (o no)| y', 'uno –| dos,| "tres",| cuatro', ',,,,'])('%s', (expected) => {
    const text = expected.replaceAll('|', '');
    expect(marked(text, clauseEnds(text))).toBe(expected);
  });
});
