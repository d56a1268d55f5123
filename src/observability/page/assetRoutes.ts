import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { packageRoot } from '../../common/packageRoot';
import { answer } from '../http/answer';
import type { Route } from '../http/Route';
import { paletteCss } from './paletteCss';

const staticFolder = join(packageRoot, 'src', 'observability', 'page', 'static');
/** The compiled code for the browser. */
const clientFolder = join(packageRoot, 'dist', 'src', 'observability', 'page', 'client');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing from other hosts, no inline script or style, and no text used as markup. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** `/` and its files under `/page/`. They need no token: they hold no data, and the page asks for the token. */
export function assetRoutes(): Route[] {
  return [
    asset('/', '.html', readFileSync(join(staticFolder, 'index.html'), 'utf8')),
    asset('/page/palette.css', '.css', paletteCss()),
    ...filesOf(staticFolder, ['.css', '.svg']),
    ...filesOf(clientFolder, ['.js']),
  ];
}

function filesOf(folder: string, extensions: readonly string[]): Route[] {
  return readdirSync(folder)
    .filter((name) => extensions.includes(extname(name)))
    .map((name) => asset(`/page/${name}`, extname(name), readFileSync(join(folder, name), 'utf8')));
}

function asset(path: string, extension: string, text: string): Route {
  return {
    path,
    open: true,
    handle(_, response) {
      response.setHeader('content-security-policy', policy);
      answer(response, 200, text, types[extension]);
    },
  };
}
