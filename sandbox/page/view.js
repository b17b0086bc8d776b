// Draws the overview. Everything that arrived is put in as text, never as markup.

/** @typedef {import('../core/overview').Overview} Overview */
/** @typedef {import('../core/recordStore').StoredRecord} StoredRecord */
/** @typedef {import('../core/types').RejectedRecord} RejectedRecord */

const SVG = 'http://www.w3.org/2000/svg';
const CHART = { width: 600, height: 100 };
/** @type {Array<'received' | 'limited' | 'failed'>} */
const OUTCOMES = ['received', 'limited', 'failed'];
/** @typedef {[one: string, several: string]} Noun */
/** @type {Record<import('../core/types').RecordType, Noun>} */
const TYPES = {
	contact: ['contact', 'contacts'],
	product: ['product', 'products'],
	order: ['order', 'orders'],
	custom_event: ['custom event', 'custom events'],
};

/** @param {string} id */
export function part(id) {
	const element = document.getElementById(id);
	if (!element) throw new Error(`The page has no ${id}`);
	return element;
}

/** A number as people read it: "1,000", whichever language the browser is set to. @param {number} value */
export const formatNumber = (value) => value.toLocaleString('en');

/** "1 contact", "1,000 contacts". @param {number} value @param {Noun} noun */
export const counted = (value, [one, several]) =>
	`${formatNumber(value)} ${value === 1 ? one : several}`;

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Puts children in only when they differ, so that selected text and focus stay.
 *
 * @param {Element} parent
 * @param {Element[]} children
 */
export function show(parent, children) {
	const next = document.createElement('div');
	next.append(...children);
	if (next.innerHTML !== parent.innerHTML) parent.replaceChildren(...children);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {Element[]} children
 */
function svg(name, attributes, children = []) {
	const element = document.createElementNS(SVG, name);
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
	element.append(...children);
	return element;
}

/**
 * @param {Array<[string, string | Element]>} cells classes and contents
 */
function row(cells) {
	const element = document.createElement('tr');
	for (const [names, content] of cells) {
		const cell = document.createElement('td');
		if (names) cell.className = names;
		cell.append(content);
		element.append(cell);
	}
	return element;
}

/** @param {number | string} time ms or ISO 8601 */
function clock(time) {
	const date = new Date(time);
	return Number.isNaN(date.getTime()) ? String(time) : date.toLocaleTimeString('en-GB');
}

/** @param {Overview} overview */
function drawPace({ seconds, limit }) {
	const limited = limit.model !== 'none';
	const sums = seconds.map((second) => OUTCOMES.reduce((sum, outcome) => sum + second[outcome], 0));
	const most = Math.max(limited ? limit.perSecond * 1.15 : 1, ...sums);
	const width = CHART.width / seconds.length;
	const bars = seconds.flatMap((second, index) => {
		let top = CHART.height;
		return OUTCOMES.filter((outcome) => second[outcome] > 0).map((outcome) => {
			const height = (second[outcome] / most) * CHART.height;
			top -= height;
			return svg('rect', {
				class: outcome,
				x: index * width + 1,
				y: top,
				width: width - 2,
				height,
			});
		});
	});
	const level = CHART.height - (limit.perSecond / most) * CHART.height;
	const bottom = CHART.height;
	const lines = [svg('line', { class: 'axis', x1: 0, x2: CHART.width, y1: bottom, y2: bottom })];
	if (limited) {
		lines.push(svg('line', { class: 'limit', x1: 0, x2: CHART.width, y1: level, y2: level }));
	}
	const viewBox = `0 0 ${CHART.width} ${CHART.height}`;
	show(part('chart'), [svg('svg', { viewBox, preserveAspectRatio: 'none' }, [...bars, ...lines])]);

	/** @param {'received' | 'limited' | 'failed'} outcome */
	const sum = (outcome) => seconds.reduce((total, second) => total + second[outcome], 0);
	const rate = limited
		? `The limit is ${formatNumber(limit.perSecond)} a second.`
		: 'There is no limit.';
	part('rate-words').textContent =
		`${formatNumber(sum('received'))} received, ${formatNumber(sum('limited'))} over the limit, ` +
		`${formatNumber(sum('failed'))} failed otherwise; at most ${formatNumber(Math.max(...sums))} in one second. ${rate}`;

	const meter = /** @type {HTMLMeterElement} */ (part('used'));
	meter.max = limited ? limit.perSecond : Math.max(1, limit.used);
	meter.value = limit.used;
	part('used-words').textContent = limited
		? `${limit.used} of ${formatNumber(limit.perSecond)}`
		: String(limit.used);
}

/** @param {Overview} overview */
function drawTypes({ types, recordsReceived }) {
	const rows = types.map(({ type, received, stored }) => {
		const share = recordsReceived === 0 ? 0 : (received / recordsReceived) * 100;
		const bar = svg(
			'svg',
			{
				viewBox: '0 0 100 1',
				preserveAspectRatio: 'none',
				role: 'img',
				'aria-label': `${Math.round(share)} %`,
			},
			[svg('rect', { width: share, height: 1 })],
		);
		return row([
			['', capital(TYPES[type][1])],
			['number', formatNumber(received)],
			['number', formatNumber(stored)],
			['share', bar],
		]);
	});
	show(part('types'), rows);
}

/** @param {Overview['latest'][number]} entry @returns {[string, string]} */
function answerOf({ status, delivery }) {
	if (delivery === 'hang') return ['answer failed', 'none'];
	if (delivery === 'reset') return ['answer failed', 'cut'];
	if (delivery === 'truncate') return ['answer failed', `${status}, cut`];
	if (status === 429) return ['answer limited', '429'];
	return [status < 300 ? 'answer received' : 'answer failed', String(status)];
}

/** @param {Overview} overview */
function drawLists({ latest, errors }) {
	const requests = latest.map((entry) =>
		row([
			['time', clock(entry.at)],
			['', `${entry.method} ${entry.path}`],
			answerOf(entry),
			['number', entry.type ? counted(entry.records, TYPES[entry.type]) : ''],
			['number', entry.type ? formatNumber(entry.taken) : ''],
			['id', entry.requestId ?? ''],
			['id', entry.sentId ?? ''],
		]),
	);
	show(part('latest'), requests);
	part('latest-empty').hidden = latest.length > 0;
	const problems = errors.map((error) =>
		row([
			['time', clock(error.timestamp)],
			['', error.record_type],
			['id', error.record_id],
			['', error.message?.error_message ?? ''],
			['', error.message?.error_path ?? ''],
			['id', error.request_id],
		]),
	);
	show(part('errors'), problems);
	part('errors-empty').hidden = errors.length > 0;
}

/** @param {Overview} overview */
function drawDropped({ dropped }) {
	/** @type {Array<[number, Noun]>} */
	const kinds = [
		[dropped.requests, ['request', 'requests']],
		[dropped.records, ['record', 'records']],
		[dropped.errors, ['push error', 'push errors']],
		[dropped.rows, ['other row', 'other rows']],
	];
	const words = kinds.filter(([many]) => many > 0).map(([many, noun]) => counted(many, noun));
	const element = part('dropped');
	element.hidden = words.length === 0;
	element.textContent =
		`The oldest were dropped to stay within the sandbox's limits: ${words.join(', ')}. ` +
		'All numbers count what is kept.';
}

/**
 * One line each that opens to the contents; those that are open stay so.
 *
 * @param {string} id of the list
 * @param {Array<{ key: string, words: string, record: Record<string, unknown> }>} records
 * @param {string} none what to say where there are none
 */
function drawContents(id, records, none) {
	const list = part(id);
	const open = new Set(Array.from(list.querySelectorAll('details[open]'), ({ id: own }) => own));
	const lines = records.map(({ key, words, record }) => {
		const details = document.createElement('details');
		details.id = key;
		details.open = open.has(key);
		const summary = document.createElement('summary');
		const name = document.createElement('span');
		name.className = 'id';
		name.append(String(record.id));
		summary.append(words, name);
		const contents = document.createElement('pre');
		contents.append(JSON.stringify(record, null, 2));
		details.append(summary, contents);
		return details;
	});
	show(list, lines);
	const empty = part(`${id}-empty`);
	empty.hidden = records.length > 0;
	empty.textContent = none;
}

/** @param {StoredRecord[]} records @param {string} text what was searched for */
export function drawRecords(records, text) {
	drawContents(
		'records',
		records.map(({ type, record, updatedAt }) => ({
			key: JSON.stringify([type, record['@collection'], record.id]),
			words: `${clock(updatedAt)} ${TYPES[type][0]} `,
			record,
		})),
		text === '' ? 'No records.' : `No stored record has "${text}" in its ID or email.`,
	);
}

/** @param {RejectedRecord[]} records @param {string} text what was searched for */
export function drawRejected(records, text) {
	drawContents(
		'rejected',
		records.map(({ type, record, timestamp, requestId, paths }) => ({
			key: JSON.stringify(['rejected', requestId, type, record.id]),
			words: `${clock(timestamp)} ${type}, ${paths.join(', ')}: `,
			record,
		})),
		text === '' ? 'No records.' : `No rejected record has "${text}" in its ID or email.`,
	);
}

/** @param {Overview} overview */
export function draw(overview) {
	part('total-requests').textContent = formatNumber(overview.requests);
	part('total-received').textContent = formatNumber(overview.recordsReceived);
	part('total-stored').textContent = formatNumber(overview.recordsStored);
	part('total-errors').textContent = formatNumber(overview.errorsListed);
	part('total-limited').textContent = formatNumber(overview.statuses['429'] ?? 0);
	drawDropped(overview);
	drawPace(overview);
	drawTypes(overview);
	drawLists(overview);
}
