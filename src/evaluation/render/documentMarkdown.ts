import type { Document, Table } from './Document';

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
