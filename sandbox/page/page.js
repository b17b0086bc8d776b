// Reads the overview each second, and sends what the user chooses. Runs as it is: there is no build step.

import { counted, draw, drawRecords, drawRejected, part } from './view.js';

/** @typedef {import('../core/overview').Overview} Overview */
/** @typedef {import('../core/types').Fault} Fault */

const EVERY_MS = 1000;

/** @type {Array<{ name: string, label: string, help: string, fault: Fault }>} */
const FAULTS = [
	{
		name: 'unavailable',
		label: 'Pushes answer 503',
		help: 'No record is stored. The node retries the request.',
		fault: { status: 503, headers: { 'retry-after': '1' } },
	},
	{
		name: 'limited',
		label: 'Pushes answer 429',
		help: 'As if another integration used up the rate. The node slows down.',
		fault: { status: 429 },
	},
	{
		name: 'refused',
		label: 'Pushes answer 403',
		help: 'As with a revoked token. The node stops.',
		fault: { status: 403, body: '{"message":"API key is not authorised to access this resource"}' },
	},
	{
		name: 'invalid',
		label: 'Pushes answer 400',
		help: 'For any records. The node halves the request down to single records.',
		fault: { status: 400, body: '{"message":"Payload invalid"}' },
	},
	{
		name: 'cut',
		label: 'The connection is cut after the records are stored',
		help: 'The node cannot know that they arrived, and sends them again.',
		fault: { delivery: 'reset', apply: true },
	},
	{
		name: 'silent',
		label: 'Pushes are never answered',
		help: 'The node waits for its time-out, then retries.',
		fault: { delivery: 'hang' },
	},
	{
		name: 'errors',
		label: 'The error list answers 500',
		help: 'Push Error > Get Many and the trigger cannot read it.',
		fault: { path: '/push/_errors', status: 500 },
	},
];

/** @param {string} text @param {boolean} [failed] */
function say(text, failed = false) {
	const said = part('said');
	said.textContent = text;
	said.classList.toggle('failed', failed);
}

/** @param {string} method @param {string} path @param {unknown} [body] */
async function call(method, path, body) {
	const response = await fetch(`/_sandbox${path}`, {
		method,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		headers: body === undefined ? {} : { 'content-type': 'application/json' },
	});
	const answer = await response.json();
	if (!response.ok) throw new Error(answer.message ?? `HTTP ${response.status}`);
	return answer;
}

const search = /** @type {HTMLInputElement} */ (part('record-search'));
let reachable = true;

async function refreshRecords() {
	const text = search.value;
	const query = `find=${encodeURIComponent(text)}`;
	const [stored, rejected] = await Promise.all([
		call('GET', `/records?${query}`),
		call('GET', `/rejected?${query}`),
	]);
	// A slow answer must not replace that of a later search.
	if (search.value !== text) return;
	drawRecords(stored, text);
	drawRejected(rejected, text);
}

async function refresh() {
	try {
		/** @type {Overview} */
		const overview = await call('GET', '/overview');
		draw(overview);
		await refreshRecords();
		drawFaults(overview);
		fillSettings(overview);
		part('token').textContent = overview.options.token;
		if (!reachable) say('The sandbox answers again.');
		reachable = true;
	} catch {
		if (reachable) say('The sandbox does not answer. Is it still running?', true);
		reachable = false;
	}
}

/**
 * Does what the user asked for and says so.
 *
 * @param {string} done
 * @param {() => Promise<unknown>} action
 */
async function act(done, action) {
	try {
		await action();
		say(done);
	} catch (error) {
		say(`That did not work: ${error instanceof Error ? error.message : error}`, true);
	}
	await refresh();
}

function buildFaults() {
	for (const { name, label, help, fault } of FAULTS) {
		const item = document.createElement('li');
		const labelled = document.createElement('label');
		const input = document.createElement('input');
		Object.assign(input, { type: 'checkbox', id: `fault-${name}` });
		input.setAttribute('role', 'switch');
		input.setAttribute('aria-describedby', `help-${name}`);
		const helping = document.createElement('p');
		helping.id = `help-${name}`;
		helping.append(help, ' ');
		const left = document.createElement('span');
		left.id = `left-${name}`;
		left.className = 'left';
		helping.append(left);
		labelled.append(input, label);
		item.append(labelled, helping);
		part('faults').append(item);
		input.addEventListener('change', () => {
			const chosen = /** @type {HTMLSelectElement} */ (part('times')).value;
			const times = chosen === 'always' ? chosen : Number(chosen);
			if (input.checked) {
				void act(`On: ${label}`, () => call('POST', '/faults', [{ ...fault, name, times }]));
			} else void act(`Off: ${label}`, () => call('DELETE', `/faults/${name}`));
		});
	}
}

/** @param {Overview} overview */
function drawFaults({ faults }) {
	for (const { name } of FAULTS) {
		const pending = faults.find((fault) => fault.name === name);
		/** @type {HTMLInputElement} */ (part(`fault-${name}`)).checked = pending !== undefined;
		const left =
			pending && pending.left !== 'always'
				? `For ${counted(pending.left, ['more request', 'more requests'])}.`
				: '';
		part(`left-${name}`).textContent = left;
	}
}

const settings = /** @type {HTMLFormElement} */ (part('settings'));

/** What the sandbox has, as long as nobody is changing it. @param {Overview} overview */
function fillSettings({ limit, options }) {
	if (settings.dataset.changed === 'yes') return;
	const values = { perSecond: limit.perSecond, model: limit.model, ...options };
	for (const [name, value] of Object.entries(values)) {
		const field = settings.elements.namedItem(name);
		if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
			field.value = String(value);
		}
	}
}

settings.addEventListener('input', () => (settings.dataset.changed = 'yes'));
settings.addEventListener('submit', (event) => {
	event.preventDefault();
	const form = new FormData(settings);
	/** @param {string} name */
	const number = (name) => Number(form.get(name));
	const options = {
		pushLimit: { model: form.get('model'), perSecond: number('perSecond') },
		latencyMs: number('latencyMs'),
		errorDelayMs: number('errorDelayMs'),
		errorShape: form.get('errorShape'),
		rejectEvery: number('rejectEvery'),
	};
	settings.dataset.changed = 'no';
	void act('Settings applied.', () => call('POST', '/options', options));
});

search.addEventListener('input', () => void refresh());

let errorsAdded = 0;

/** @param {number} many */
function foreignErrors(many) {
	return Array.from({ length: many }, () => {
		const id = `other-${++errorsAdded}`;
		return {
			request_id: crypto.randomUUID(),
			record_type: 'contact',
			record_id: id,
			record: {
				'@type': 'contact',
				'@collection': 'other-integration',
				id,
				email: 'not an email address',
			},
			timestamp: new Date().toISOString(),
			account: 'sandbox',
			source: 'api',
			message: { error_message: 'not a valid value', error_path: 'root > email' },
		};
	});
}

for (const button of document.querySelectorAll('[data-errors]')) {
	const many = Number(button.getAttribute('data-errors'));
	button.addEventListener('click', () => {
		void act(`${counted(many, ['push error', 'push errors'])} added.`, () =>
			call('POST', '/errors', foreignErrors(many)),
		);
	});
}

for (const button of document.querySelectorAll('[data-copy]')) {
	const text = part(button.getAttribute('data-copy') ?? '');
	button.addEventListener('click', () => {
		void act('Copied.', () => navigator.clipboard.writeText(text.textContent ?? ''));
	});
}

part('reset').addEventListener('click', () => {
	void act('Everything was deleted.', () => call('POST', '/reset'));
});

part('base-url').textContent = `${location.origin}/v2`;
buildFaults();
await refresh();
// Nobody looks at a hidden page, and whoever comes back to it wants to see it at once.
setInterval(() => document.hidden || void refresh(), EVERY_MS);
document.addEventListener('visibilitychange', () => document.hidden || void refresh());
