import { srt } from '../../../src/producers/formats/srt';
import { webvtt } from '../../../src/producers/formats/webvtt';
import { splitTurns } from '../../../src/producers/speech/splitTurns';
import { plainText } from '../../support/plainText';

describe("a cue's words, markup, marks of speakers and sounds treated", () => {
  test.each([
    ['<v Ana>Hola,\n <i>¿qué</i>   tal?', 'Hola, ¿qué tal?'],
    ['A&nbsp;&amp;&lrm; B', 'A &\u200e B'],
    ['- ¿Vienes?\n- No puedo.', '¿Vienes? No puedo.'],
    ['—¡Fuera!\n–Ya voy.', '¡Fuera! Ya voy.'],
    ['Hace\n-5 grados', 'Hace -5 grados'],
    ['veintitrés - veinticuatro', 'veintitrés - veinticuatro'],
    ['&gt;&gt; ALICE: Hi', 'Hi'],
    ['[Música]', ''],
    ['♪♪', ''],
    ['(risas) [aplausos] …', ''],
    ['[Música] Buenas noches', '[Música] Buenas noches'],
    ['♪ Volver, volver ♪', '♪ Volver, volver ♪'],
    ['¡...!', '¡...!'],
  ])('%j is %j', (cueText, expected) => expect(plainText(cueText, webvtt)).toBe(expected));

  test('drops or keeps sound descriptions as told', () => {
    const cueText = '[Música]\nBuenas ♪ noches (risas)';
    expect(plainText(cueText, srt, 'drop')).toBe('Buenas noches');
    expect(plainText('(risas) ¡!', srt, 'drop')).toBe('');
    expect(plainText(cueText, srt, 'keep')).toBe('[Música] Buenas ♪ noches (risas)');
    expect(plainText('[Música]', srt, 'keep')).toBe('[Música]');
  });
});

describe('splitTurns', () => {
  test('cuts at dashes and chevrons', () => {
    expect(splitTurns('¿Y tú?\n- Yo no.\nNunca.\n- Ni yo. >> ANA LÓPEZ: Basta. >> Sí')).toEqual([
      { text: '¿Y tú?', newTurn: false },
      { text: 'Yo no.\nNunca.', newTurn: true },
      { text: 'Ni yo.', newTurn: true },
      { text: 'Basta.', newTurn: true, speaker: 'ANA LÓPEZ' },
      { text: 'Sí', newTurn: true },
    ]);
  });
});
