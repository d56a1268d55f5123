import { webvtt } from '../../../src/producers/formats/webvtt';
import { splitTurns } from '../../../src/producers/speech/splitTurns';
import { plainText } from '../../support/plainText';

describe('the words of a cue, without markup, marks of a change of speaker, and sound descriptions', () => {
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
});

describe('splitTurns', () => {
  test('splits at dashes and chevrons', () => {
    expect(splitTurns('¿Y tú?\n- Yo no.\nNunca.\n- Ni yo. >> ANA LÓPEZ: Basta. >> Sí')).toEqual([
      { text: '¿Y tú?', newTurn: false },
      { text: 'Yo no.\nNunca.', newTurn: true },
      { text: 'Ni yo.', newTurn: true },
      { text: 'Basta.', newTurn: true, speaker: 'ANA LÓPEZ' },
      { text: 'Sí', newTurn: true },
    ]);
  });
});
