import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { packageRoot } from '../src/common/packageRoot';
import * as api from '../src/index';

/** What an editor shows of the API: the declarations that package.json names as `types`. */
const declarations = join(packageRoot, 'dist', 'src', 'index.d.ts');
const options: ts.CompilerOptions = {
  module: ts.ModuleKind.Node16,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/** The examples in the doc comments of what is exported, by name. */
const examples = examplesOf(ts.createProgram([declarations], options));

function examplesOf(program: ts.Program): Map<string, string[]> {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(declarations);
  const symbol = file && checker.getSymbolAtLocation(file);
  if (symbol === undefined) throw new Error(`no module in ${declarations}`);
  return new Map(
    checker.getExportsOfModule(symbol).map((exported) => {
      const target =
        (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported);
      const tags = target.getJsDocTags(checker).filter(({ name }) => name === 'example');
      return [exported.name, tags.map(({ text }) => ts.displayPartsToString(text))];
    }),
  );
}

/** Those that need a cluster; `examples/` is run on one. */
const onKafka = ['connectTopics', 'createTagger'];

test('every function and class of the API has an example, or is made by one that has', () => {
  const without = Object.entries(api)
    .filter(([name, value]) => typeof value === 'function' && examples.get(name)?.length === 0)
    .map(([name]) => name);
  expect(without).toEqual(['DecodeError', 'Topics']);
});

test('the examples compile against the declarations', () => {
  const files = new Map(
    [...examples].flatMap(([name, texts]) =>
      texts.map((text, index) => [join(packageRoot, 'examples', `${name}-${index}.mts`), text]),
    ),
  );
  expect(files.size).toBeGreaterThan(8);
  const base = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (path) => files.has(path) || base.fileExists(path),
    readFile: (path) => files.get(path) ?? base.readFile(path),
    getSourceFile: (path, language) => {
      const text = files.get(path);
      if (text === undefined) return base.getSourceFile(path, language);
      return ts.createSourceFile(path, text, language);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  expect(problems).toEqual([]);
}, 60_000);

test.each([...examples].filter(([name, texts]) => texts.length > 0 && !onKafka.includes(name)))(
  'the example of %s runs',
  async (_name, texts) => {
    for (const text of texts) {
      const program = text.replaceAll("readFileSync('talk.vtt')", "readFileSync('samples/debate-es.vtt')");
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '-e', program],
        { cwd: packageRoot },
      );
      expect(stdout + stderr).not.toBe('');
      expect(stdout + stderr).not.toContain('undefined');
    }
  },
  60_000,
);
