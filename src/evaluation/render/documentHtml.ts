import { escapeXml } from '../pictures/svg';
import { themeVariables } from '../pictures/theme';
import type { Document, Section, Table } from './Document';

/** Nothing but what is in the page itself may load: it opens alike with and without a network. */
const policy = "default-src 'none'; style-src 'unsafe-inline'";

const style = `
:root{color-scheme:light dark;${themeVariables('light')}}
@media(prefers-color-scheme:dark){:root{${themeVariables('dark')}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:72rem;background:var(--back);color:var(--ink);
font:16px/1.55 system-ui,'Segoe UI',Roboto,'DejaVu Sans',Arial,sans-serif}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 1rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--grid)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.25rem;margin:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
p{max-width:46rem}
.tables{display:flex;flex-wrap:wrap;gap:1.75rem 4rem;margin:1.5rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.925rem}
caption{text-align:left;font-weight:600;padding:0 0 .4rem;white-space:nowrap}
th,td{padding:.3rem .85rem .3rem 0;border-bottom:1px solid var(--grid);text-align:right;white-space:nowrap;
vertical-align:bottom}
th:first-child,.word{text-align:left}
thead th{color:var(--soft);font-weight:500}
tbody th{font-weight:500}
.sum th,.sum td{font-weight:600}
figure{margin:1.5rem 0 1.5rem -20px;overflow-x:auto}
svg{max-width:100%;height:auto;display:block}
@media print{body{max-width:none;padding:0}h2{break-after:avoid}figure,table{break-inside:avoid}}
`;

/** A document as one page that needs nothing else: pictures inside, light or dark as the reader's system is. */
export function documentHtml({ title, facts, sections }: Document): string {
  const list = facts.map(([name, value]) => `<dt>${escapeXml(name)}</dt><dd>${escapeXml(value)}</dd>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeXml(title)}</h1>`,
    facts.length === 0 ? '' : `<dl>${list.join('')}</dl>`,
    ...sections.map(sectionHtml),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function sectionHtml({ heading, paragraphs = [], tables = [], drawings = [] }: Section): string {
  return [
    '<section>',
    `<h2>${escapeXml(heading)}</h2>`,
    ...paragraphs.map((paragraph) => `<p>${escapeXml(paragraph)}</p>`),
    tables.length === 0 ? '' : `<div class="tables">${tables.map(tableHtml).join('\n')}</div>`,
    ...drawings.map(({ draw }) => `<figure>${draw('auto')}</figure>`),
    '</section>',
  ].join('\n');
}

export function tableHtml({ caption, head, rows, summaryRows = 0, wordColumns = [] }: Table): string {
  const word = (column: number): string => (wordColumns.includes(column) ? ' class="word"' : '');
  const columns = head.map((name, column) =>
    name === '' ? '<td></td>' : `<th scope="col"${word(column)}>${escapeXml(name)}</th>`,
  );
  const body = rows.map(([name = '', ...cells], place) => {
    const sum = place < rows.length - summaryRows ? '' : ' class="sum"';
    const data = cells.map((cell, column) => `<td${word(column + 1)}>${escapeXml(cell)}</td>`);
    return `<tr${sum}><th scope="row">${escapeXml(name)}</th>${data.join('')}</tr>`;
  });
  // A table that is wider than the page scrolls, with the keyboard too.
  return [
    `<div class="wide" role="region" tabindex="0" aria-label="${escapeXml(caption)}"><table>`,
    `<caption>${escapeXml(caption)}</caption>`,
    `<thead><tr>${columns.join('')}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody>`,
    '</table></div>',
  ].join('\n');
}
