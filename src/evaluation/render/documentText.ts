import type { Document, Table } from './Document';

/** A document for a terminal: plain text, columns aligned; pictures are left to the files. */
export function documentText({ title, facts, sections }: Document): string {
  const width = Math.max(0, ...facts.map(([name]) => name.length));
  return [
    [title, ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`)].join('\n'),
    ...sections.flatMap(({ paragraphs = [], tables = [] }) => [
      ...(paragraphs.length === 0 ? [] : [paragraphs.join('\n')]),
      ...tables.map(tableText),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The first column and words at the left, figures at the right, a blank line before the summary. */
export function tableText({ caption, head, rows, summaryRows = 0, wordColumns = [] }: Table): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const render = (line: readonly string[]): string =>
    head
      .map((_, column) => {
        const cell = line[column] ?? '';
        const width = widths[column] ?? 0;
        return column === 0 || wordColumns.includes(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  const body = rows.map(render);
  const summaryAt = rows.length - summaryRows;
  const parts = [body.slice(0, summaryAt), body.slice(summaryAt)].filter((part) => part.length > 0);
  return [caption, '', render(head), parts.map((part) => part.join('\n')).join('\n\n')].join('\n');
}

/** A document as GitHub-flavoured Markdown; pictures are the SVG files beside it. */
export function documentMarkdown({ title, facts, sections }: Document): string {
  const parts = [
    `# ${title}`,
    facts.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    ...sections.flatMap(({ heading, paragraphs = [], tables = [], drawings = [] }) => [
      `## ${heading}`,
      ...paragraphs,
      ...tables.map(tableMarkdown),
      ...drawings.map(({ name, alt }) => `![${alt}](${name}.svg)`),
    ]),
  ];
  return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

export function tableMarkdown({ caption, head, rows, summaryRows = 0, wordColumns = [] }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 || wordColumns.includes(column) ? ':--' : '--:'));
  const body = rows.map((row, place) =>
    line(place < rows.length - summaryRows ? row : row.map((cell) => (cell === '' ? '' : `**${cell}**`))),
  );
  return [`**${caption}**`, '', line(head), `| ${rule.join(' | ')} |`, ...body].join('\n');
}

function escapeCell(cell: string): string {
  return cell.replace(/\|/g, '\\|').replace(/\r?\n/g, ' ');
}
