import { givenOptions } from '../../src/app/givenOptions';
import { connectTopics, createTagger } from '../../src/index';

const names = ['brokers', 'group', 'maxSegments', 'text'] as const;

test('what a program gives, else the defaults; the environment is not looked at', () => {
  process.env['EMOSTREAM_GROUP'] = 'of-the-environment';
  try {
    expect(givenOptions(names, { brokers: ['a:1', 'b:2'], text: false }, 'me')).toEqual({
      brokers: ['a:1', 'b:2'],
      group: 'emostream-tagger',
      maxSegments: 64,
      text: false,
    });
  } finally {
    delete process.env['EMOSTREAM_GROUP'];
  }
});

test('a value that is not allowed is told with its name and the function', () => {
  expect(() => givenOptions(names, { maxSegments: -1 }, 'createTagger')).toThrow(
    /"maxSegments" in the options of createTagger: expected .*, got -1/,
  );
});

test('a name that is not known is refused before anything is connected', async () => {
  const misspelt = { broker: ['localhost:1'] } as object;
  const refusal = { code: 'bad_option', hint: expect.stringContaining('brokers, ') as string };
  await expect(connectTopics(misspelt)).rejects.toMatchObject(refusal);
  await expect(createTagger(misspelt)).rejects.toMatchObject({
    ...refusal,
    message: 'createTagger has no option "broker"',
  });
});
