import { EmostreamError } from '../../../src/common/errors';
import { parseTranscript } from '../../../src/producers/formats/parseTranscript';
import { describeShared, sharedFile, sharedFiles } from '../shared';
import { failureOf } from '../failureOf';

const srt = '1\n00:00:01,000 --> 00:00:02,000\n¿Qué pasó, señor?\n';
const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.000\n¿Qué pasó, señor?\n';

function utf16(text: string, littleEndian: boolean, mark: boolean): Buffer {
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
  return littleEndian ? bytes : bytes.swap16();
}

describe('parseTranscript', () => {
  test.each([
    ['a.vtt', vtt, 'webvtt'],
    ['a.srt', vtt, 'webvtt'],
    ['a.srt', srt, 'srt'],
    ['a.txt', srt, 'srt'],
    ['a.json', srt, 'srt'],
    ['a', '{"segments": []}', 'asr-json'],
    ['a.srt', '\uFEFF [{"start": 0, "end": 1, "text": "a"}]', 'asr-json'],
  ])('knows %s by its content', (name, text, format) => {
    expect(parseTranscript(Buffer.from(text), name).format.name).toBe(format);
  });

  test.each([
    ['UTF-8', Buffer.from(srt), 0],
    ['UTF-8 with mark', Buffer.from(`\uFEFF${srt}`), 0],
    ['UTF-16 LE', utf16(srt, true, true), 0],
    ['UTF-16 BE', utf16(srt, false, true), 0],
    ['UTF-16 LE without mark', utf16(srt, true, false), 0],
    ['UTF-16 BE without mark', utf16(srt, false, false), 0],
    ['Windows-1252', Buffer.from(srt, 'latin1'), 1],
  ])('decodes %s', (_, bytes, warnings) => {
    const transcript = parseTranscript(bytes, 'a.srt');
    expect(transcript.cues[0]?.text).toBe('¿Qué pasó, señor?');
    expect(transcript.warnings).toHaveLength(warnings);
  });

  test('a UTF-8 file with one invalid byte is not read as Windows-1252', () => {
    const bytes = Buffer.concat([Buffer.from(srt), Buffer.from([0xff, 0x0a])]);
    const { cues, warnings } = parseTranscript(bytes, 'a.srt');
    expect(cues[0]?.text).toBe('¿Qué pasó, señor?\n\uFFFD');
    expect(warnings).toEqual([
      {
        line: 4,
        message: 'bytes that are not UTF-8 were replaced by U+FFFD, the first of them on this line',
      },
    ]);
  });

  test.each([
    ['empty.srt', '', 'transcript_empty'],
    ['blank.vtt', ' \n\t\n', 'transcript_empty'],
    ['a.srt', '1\nHola', 'transcript_format_unknown'],
    ['a.sbv', '0:00:00.378,0:00:11.378\nHola', 'transcript_format_unknown'],
    ['a.ass', '[Script Info]\nTitle: a', 'transcript_format_unknown'],
    ['a.bin', '\0\0\0\0', 'transcript_format_unknown'],
    ['a.vtt', srt, 'webvtt_signature_missing'],
  ])('refuses %s: %j', (name, text, code) => {
    const read = () => parseTranscript(Buffer.from(text), `x/${name}`);
    expect(failureOf(read)).toMatchObject({ code, fault: 'input' });
    expect(read).toThrow(`x/${name}`);
  });

  test('takes stream and language from the name where the content has none', () => {
    const parse = (name: string) => parseTranscript(Buffer.from(vtt), name);
    expect(parse('/x/Pleno 60.vtt')).toMatchObject({ streamId: 'Pleno 60' });
    expect(parse('/x/Pleno 60.vtt')).not.toHaveProperty('language');
    expect(parse('Pleno [abc].es-419.vtt')).toMatchObject({
      streamId: 'Pleno [abc].es-419',
      language: 'es-419',
    });
  });

  test('counts warnings beyond the first thousand', () => {
    const { warnings } = parseTranscript(Buffer.from(`WEBVTT\n\n${'-->\n'.repeat(2500)}`), 'a.vtt');
    expect(warnings).toHaveLength(1001);
    expect(warnings.at(-1)?.message).toBe('1501 more warnings are not shown');
  });
});

describeShared('captions as the world writes them', () => {
  const refused = new Set([
    'empty.vtt',
    'invalid.vtt',
    'invalid_format1.srt',
    'invalid_format2.srt',
    'invalid_format3.srt',
  ]);

  test.each(sharedFiles('formats', ['.vtt', '.srt']))('%s', (path) => {
    const name = path.split('/').at(-1) ?? '';
    const read = () => parseTranscript(sharedFile('formats', path), path);
    if (refused.has(name)) expect(read).toThrow(EmostreamError);
    else expect(read().warnings).toBeDefined();
  });

  test.each(sharedFiles('formats', ['']))('%s is read or refused, without another error', (path) => {
    try {
      parseTranscript(sharedFile('formats', path), path);
    } catch (error) {
      expect(error).toBeInstanceOf(EmostreamError);
    }
  });

  test.each([
    ['ableplayer_vtt/blocks4all_captions_es.vtt', 44, 0],
    ['ableplayer_vtt/deadline_captions_es.vtt', 18, 0],
    ['ableplayer_vtt/deadline_captions_hi.vtt', 16, 0],
    ['ableplayer_vtt/itaccess_subtitles_es.vtt', 94, 0],
    ['ableplayer_vtt/itaccess_subtitles_zh-cn.vtt', 76, 0],
    ['ableplayer_vtt/paulallen_de.vtt', 38, 1],
    ['ableplayer_vtt/paulallen_meta.vtt', 6, 1],
    ['ableplayer_vtt/wwa_captions_es.vtt', 15, 0],
    ['mantas_subtitles/utf16.srt', 1, 0],
    ['mantas_subtitles/vtt_with_missing_text.vtt', 3, 0],
    ['mantas_subtitles/vtt_with_multiple_new_lines.vtt', 2, 3],
    ['papnkukn_subsrt/sample.srt', 5, 0],
    ['papnkukn_subsrt/sample.vtt', 5, 0],
    ['shaka_hls_vtt/chapters.srt', 3, 0],
    ['shaka_hls_vtt/text-clip.vtt', 16, 0],
    ['shaka_hls_vtt/hls-text-offset/vtt-069.vtt', 1, 0],
    ['shaka_hls_vtt/hls-text-offset/vtt-071.vtt', 0, 1],
    ['webvtt_py/captions_with_bom.vtt', 4, 0],
    ['webvtt_py/comments.vtt', 3, 0],
    ['webvtt_py/invalid_timeframe.srt', 5, 0],
    ['webvtt_py/invalid_timeframe.vtt', 6, 1],
    ['webvtt_py/invalid_timeframe_in_cue_text.vtt', 4, 0],
    ['webvtt_py/missing_caption_text.srt', 5, 1],
    ['webvtt_py/missing_timeframe.srt', 4, 1],
    ['webvtt_py/missing_timeframe.vtt', 6, 1],
    ['webvtt_py/sample.vtt', 16, 0],
    ['webvtt_py/youtube_dl.vtt', 4, 0],
  ])('%s has %i cues and %i warnings', (path, cues, warnings) => {
    const transcript = parseTranscript(sharedFile('formats', path), path);
    expect(transcript.cues).toHaveLength(cues);
    expect(transcript.warnings).toHaveLength(warnings);
  });

  test('every session of asamblea-ecuador, with all its segments', () => {
    for (const path of sharedFiles('asamblea-ecuador/sessions', ['.json'])) {
      const bytes = sharedFile('asamblea-ecuador/sessions', path);
      const { segments } = JSON.parse(bytes.toString('utf8')) as { segments: unknown[] };
      const { cues, language, warnings } = parseTranscript(bytes, path);
      const read = {
        path,
        cues: cues.length,
        language,
        skipped: warnings.filter(({ message }) => message.includes('skipped')),
      };
      expect(read).toEqual({ path, cues: segments.length, language: 'es', skipped: [] });
    }
  });
});
