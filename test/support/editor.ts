import type { Browser, Locator, Page } from 'playwright-core';

import { OWNER } from '../../playground/src/n8nApi';
import { waitFor } from '../../playground/src/wait';
import { launchBrowser, picturePath } from './browser';

/** n8n's editor in a real browser, as its user sees it. */
export class Editor {
	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Opens a browser and signs the owner in. */
	static async open(url: string): Promise<Editor> {
		const browser = await launchBrowser();
		const page = await browser.newPage({
			viewport: { width: 1400, height: 900 },
			colorScheme: 'light',
		});
		// A busy machine takes its time to load the editor.
		page.setDefaultTimeout(120_000);
		await page.goto(`${url}/signin`);
		await page.fill('input[name=emailOrLdapLoginId]', OWNER.email);
		await page.fill('input[name=password]', OWNER.password);
		await page.keyboard.press('Enter');
		await page.waitForURL(/home|workflow/);
		return new Editor(browser, page, url);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** By n8n's own test ids. */
	part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`).first();
	}

	async picture(name: string): Promise<void> {
		await this.page.screenshot({ path: picturePath(name) });
	}

	/** A picture for docs/images, without n8n's passing messages. */
	async docsPicture(name: string): Promise<void> {
		await this.page.mouse.move(0, 0);
		const passing =
			'.el-notification, [role=tooltip], [data-reka-popper-content-wrapper], .el-popper';
		const style = `${passing} { display: none !important; }`;
		await this.page.screenshot({ path: picturePath(name), style });
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.part('canvas-plus-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.part('canvas-node').waitFor();
	}

	/** Searches the nodes panel. */
	async search(text: string): Promise<void> {
		await this.part('node-creator-plus-button').click();
		await this.part('node-creator-search-bar').waitFor();
		await this.page.keyboard.type(text);
	}

	/** Opens the node's actions in the nodes panel of a new workflow. */
	async openActions(): Promise<void> {
		await this.newWorkflow();
		await this.search('ometria');
		await this.page
			.locator('[data-test-id=node-creator-item-name]', { hasText: /^Ometria$/ })
			.first()
			.click();
		await this.page.getByText(/^Actions \(/).click();
	}

	/** Adds a node's action behind a node of the canvas, which opens it. */
	async addNodeAfter(before: string, name: string, action: string): Promise<void> {
		const nodeBefore = `[data-test-id="canvas-node"][data-node-name="${before}"]`;
		await this.page.locator(nodeBefore).hover();
		await this.page.locator('[data-test-id="canvas-handle-plus"]').last().click();
		await this.part('node-creator-search-bar').waitFor();
		await this.page.keyboard.type(name);
		await this.page
			.locator('[data-test-id=node-creator-item-name]', { hasText: new RegExp(`^${name}$`) })
			.first()
			.click();
		await this.page.getByText(action, { exact: true }).click();
		await this.part('ndv').waitFor();
	}

	/** Counts the user's clicks on the page from now on. @returns the count so far */
	async countClicks(): Promise<() => Promise<number>> {
		await this.page.evaluate(
			`window.clicks = 0; addEventListener('pointerdown', () => window.clicks++, true);`,
		);
		return async () => await this.page.evaluate<number>('window.clicks');
	}

	/** Opens a node of the canvas. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).click();
		await this.page.keyboard.press('Enter');
		await this.part('ndv').waitFor();
	}

	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.part('ndv').waitFor({ state: 'hidden' });
	}

	/** Picks an entry of a parameter that is a choice; n8n closes the list when its entries arrive late. */
	async choose(parameter: string, label: string): Promise<void> {
		const entry = this.page.locator('[role=option]:visible', { hasText: label }).first();
		await waitFor(`"${label}" in ${parameter}`, 30_000, async () => {
			if (!(await entry.isVisible())) {
				await this.part(`parameter-input-${parameter}`).click();
				await entry.waitFor({ timeout: 2000 });
			}
			await entry.click({ timeout: 2000 });
			return true;
		});
	}

	/** Picks an entry of a list that the editor reads from the account. */
	async chooseFromList(parameter: string, label: string): Promise<void> {
		const entry = this.page.locator('[data-test-id=rlc-item]:visible', { hasText: label }).first();
		await waitFor(`"${label}" in ${parameter}`, 30_000, async () => {
			if (!(await entry.isVisible())) {
				await this.part(`resource-locator-${parameter}`).locator('input').last().click();
				await entry.waitFor({ timeout: 5000 });
			}
			await entry.click({ timeout: 2000 });
			return true;
		});
	}

	/** Opens the list of options that can be added. Above them, settings have such a list too. */
	async addOption(): Promise<void> {
		await this.page.locator('[data-test-id=collection-parameter-add]').last().click();
	}

	/** Fills in a text parameter. */
	async fill(parameter: string, text: string): Promise<void> {
		await this.part(`parameter-input-${parameter}`).locator('input').first().fill(text);
	}

	/** Types an equals sign, at which n8n offers its editor of expressions, and the expression into that. */
	async express(parameter: string, expression: string): Promise<void> {
		await this.fill(parameter, '=');
		const field = this.part(`parameter-input-${parameter}`).locator('.cm-content').first();
		await field.click();
		await this.page.keyboard.insertText(expression);
	}
}
