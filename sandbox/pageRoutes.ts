import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

const FILES = [
	['/', 'index.html', 'text/html; charset=utf-8'],
	['/icon.svg', 'icon.svg', 'image/svg+xml'],
	['/page.css', 'page.css', 'text/css; charset=utf-8'],
	['/page.js', 'page.js', 'text/javascript; charset=utf-8'],
	['/view.js', 'view.js', 'text/javascript; charset=utf-8'],
] as const;

/** Nothing but the page's own files: what arrives is shown, never run. */
const HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cache-control': 'no-store',
};

/** The page that shows what arrived; plain files, served as they are. */
export function addPageRoutes(app: FastifyInstance): void {
	for (const [path, file, type] of FILES) {
		const content = readFileSync(join(__dirname, 'page', file));
		app.get(path, async (_request, response) => {
			await response.headers({ ...HEADERS, 'content-type': type }).send(content);
		});
	}
}
