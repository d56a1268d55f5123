import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import type { Cue } from '../../../src/producers/Cue';
import { parseTranscript } from '../../../src/producers/formats/parseTranscript';
import { describeShared, sharedFile, sharedFiles } from '../shared';

/**
 * The Web Platform Tests come as a .vtt and the assertions over its cues as JavaScript, which is run here as it is.
 * Assertions over layout (settings, regions) meet a stand-in and are passed over: a transcript has no layout.
 */
const layout: unknown = new Proxy({}, { get: () => layout });

class DomCue {
  readonly #cue: Cue;
  readonly line = layout;
  readonly snapToLines = layout;
  readonly lineAlign = layout;
  readonly position = layout;
  readonly positionAlign = layout;
  readonly size = layout;
  readonly align = layout;
  readonly vertical = layout;
  readonly region = layout;
  readonly pauseOnExit = layout;

  constructor(cue: Cue) {
    this.#cue = cue;
  }

  get id() {
    return this.#cue.id ?? '';
  }
  get text() {
    return this.#cue.text;
  }
  get startTime() {
    return this.#cue.startMs / 1000;
  }
  get endTime() {
    return this.#cue.endMs / 1000;
  }
}

function runAssertions(script: string, cues: readonly Cue[]): number {
  let held = 0;
  const check = (actual: unknown, expected: unknown) => {
    if (actual === layout) return;
    assert.equal(actual, expected);
    held++;
  };
  runInNewContext(script, {
    cues: cues.map((cue) => new DomCue(cue)),
    assert_equals: check,
    assert_true: (actual: unknown) => check(actual, true),
    assert_false: (actual: unknown) => check(actual, false),
  });
  return held;
}

describeShared('Web Platform Tests of WebVTT file parsing', () => {
  const names = sharedFiles('formats/wpt_webvtt', ['.vtt']).map((file) => file.replace(/\.vtt$/, ''));

  test('all files are there', () => expect(names).toHaveLength(18));

  test.each(names)('%s', (name) => {
    const { cues } = parseTranscript(sharedFile('formats/wpt_webvtt', `${name}.vtt`), `${name}.vtt`);
    const script = sharedFile('formats/wpt_webvtt', `${name}.js`).toString('utf8');
    expect(runAssertions(script, cues)).toBeGreaterThan(0);
  });
});
