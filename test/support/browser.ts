import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Browser, chromium, type Page } from 'playwright-core';

import { ROOT } from '../../playground/src/pack';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where pictures of a run go; the best are copied to docs/images by hand. */
const PICTURES = join(ROOT, 'reports', 'pictures');

function chromiumPath(): string {
	const found = [process.env.CHROMIUM_PATH ?? '', ...CHROMIUM].find(
		(path) => path && existsSync(path),
	);
	if (found) return found;
	throw new Error(
		'Chromium is needed: install it ("apt-get install chromium"), or set CHROMIUM_PATH',
	);
}

/** The machine's own Chromium, without traffic of its own. */
export async function launchBrowser(): Promise<Browser> {
	return await chromium.launch({
		executablePath: chromiumPath(),
		args: ['--no-sandbox', '--disable-background-networking'],
	});
}

/** Path of a picture of this name. */
export function picturePath(name: string): string {
	mkdirSync(PICTURES, { recursive: true });
	return join(PICTURES, `${name}.png`);
}

interface AxeReport {
	violations: Array<{ id: string; nodes: Array<{ html: string }> }>;
}

/** What axe finds wrong for people who use a keyboard, a screen reader, or need contrast. */
export async function violations(page: Page): Promise<string[]> {
	await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
	const { violations: found } = await page.evaluate<AxeReport>('axe.run()');
	return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
