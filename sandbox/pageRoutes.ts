import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

const FILES = [
	['/', 'index.html', HTML],
	['/check', 'check.html', HTML],
	['/icon.svg', 'icon.svg', 'image/svg+xml'],
	['/page.css', 'page.css', 'text/css; charset=utf-8'],
	['/page.js', 'page.js', SCRIPT],
	['/view.js', 'view.js', SCRIPT],
	['/check.js', 'check.js', SCRIPT],
] as const;

/** What a page may talk to: that of the checker to nobody, so that nothing can leave it. */
const CONNECTIONS: Readonly<Record<string, string>> = { '/': "'self'" };

/** Nothing but the page's own files: what arrives is shown, never run. */
function headersFor(path: string): Record<string, string> {
	const connections = CONNECTIONS[path] ?? "'none'";
	return {
		'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src ${connections}; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
		'cache-control': 'no-store',
	};
}

/** The pages: plain files, served as they are, and the checker, which is built from the node's code. */
export function addPageRoutes(app: FastifyInstance): void {
	for (const [path, file, type] of FILES) {
		const content = readFileSync(join(__dirname, 'page', file));
		app.get(path, async (_request, response) => {
			await response.headers({ ...headersFor(path), 'content-type': type }).send(content);
		});
	}
	app.get('/checker.js', async (_request, response) => {
		const file = join(__dirname, 'page', 'built', 'checker.js');
		// In a clone, the first build makes it.
		if (!existsSync(file)) return await response.code(404).send({ message: 'Not built yet' });
		const headers = { ...headersFor('/checker.js'), 'content-type': SCRIPT };
		return await response.headers(headers).send(readFileSync(file));
	});
}
