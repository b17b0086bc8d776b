// Checks records in a web worker, with the node's own code (checker/worker.ts). Nothing is sent anywhere.

import { counted, formatNumber, part, show } from './view.js';

/** @typedef {import('../../checker/worker').Answer} Answer */
/** @typedef {import('../../checker/worker').Question} Question */
/** @typedef {import('../../checker/check').CheckedRecord} CheckedRecord */
/** @typedef {import('../../checker/check').Verdict} Verdict */
/** @typedef {import('../../checker/form').Form} Form */
/** @typedef {import('../../checker/form').Field} Field */

/** Records that are shown at a time. */
const SHOWN = 25;
/** @type {Verdict[]} */
const VERDICTS = ['refused', 'doubtful', 'sent', 'skipped'];

/** @param {string} id */
const select = (id) => /** @type {HTMLSelectElement} */ (part(id));
/** @param {string} id */
const button = (id) => /** @type {HTMLButtonElement} */ (part(id));
const text = /** @type {HTMLTextAreaElement} */ (part('text'));
const columns = /** @type {HTMLTextAreaElement} */ (part('columns'));
const file = /** @type {HTMLInputElement} */ (part('file'));
const progress = /** @type {HTMLProgressElement} */ (part('progress'));

/** @type {Form | undefined} */
let form;
/** What was dropped; a choice of the file field comes from there. @type {File | undefined} */
let dropped;
/** What the checked records are called: rows of a sheet, or items. */
let areRows = false;
/** @type {Partial<Record<Verdict, number>>} */
let counts = {};
let start = 0;

/** @param {string} words @param {boolean} [failed] */
function say(words, failed = false) {
	const said = part('said');
	said.textContent = words;
	said.classList.toggle('failed', failed);
}

/** @type {Worker} */
let worker = newWorker();

function newWorker() {
	const made = new Worker('checker.js');
	made.addEventListener('message', ({ data }) => take(data));
	made.addEventListener('error', () => {
		running(false);
		say('The checker could not be loaded. In a clone, run "npm run build" first.', true);
	});
	return made;
}

/** @param {Question} question */
function ask(question) {
	worker.postMessage(question);
}

/** @param {boolean} isRunning */
function running(isRunning) {
	button('check').disabled = isRunning;
	button('stop').disabled = !isRunning;
	part('progressing').hidden = !isRunning;
	if (isRunning) progress.removeAttribute('value');
	part('progress-words').textContent = isRunning ? 'Reading' : '';
}

/** @param {Answer} answer */
function take(answer) {
	switch (answer.kind) {
		case 'form':
			form = answer.form;
			drawForm();
			break;
		case 'progress':
			progress.max = answer.all;
			progress.value = answer.done;
			part('progress-words').textContent =
				`${counted(answer.done, ['record', 'records'])} of ${formatNumber(answer.all)}`;
			break;
		case 'problem':
			running(false);
			say(answer.message, true);
			break;
		case 'checked':
			running(false);
			drawResults(answer);
			break;
		case 'list':
			drawRecords(answer.records);
			break;
	}
}

/** @param {string} group @param {Field} field */
function fieldOf(group, { name, label, help, placeholder, initial, choices }) {
	const line = document.createElement('p');
	line.className = 'field';
	line.dataset.name = name;
	const id = `${group}-${name}`;
	const words = document.createElement('label');
	words.htmlFor = id;
	words.append(label);
	const input = document.createElement(choices ? 'select' : 'input');
	input.id = id;
	input.setAttribute('name', name);
	input.setAttribute('aria-describedby', `${id}-help`);
	if (input instanceof HTMLSelectElement) {
		for (const choice of choices ?? []) input.append(new Option(choice.label, choice.value));
	} else {
		input.type = 'text';
		input.placeholder = placeholder;
		input.autocomplete = 'off';
		input.spellcheck = false;
	}
	input.value = initial;
	const helping = document.createElement('span');
	helping.id = `${id}-help`;
	helping.className = 'help';
	helping.append(help);
	line.append(words, input, helping);
	return line;
}

function drawForm() {
	if (!form) return;
	part('settings').replaceChildren(...form.settings.map((field) => fieldOf('setting', field)));
	part('options').replaceChildren(...form.options.map((field) => fieldOf('option', field)));
	drawFormats();
}

/** The formats of the chosen resource; custom events and mixed records have no choice. */
function formats() {
	const { value } = select('type');
	return form && (value === 'contact' || value === 'product' || value === 'order')
		? form.formats[value]
		: [];
}

function drawFormats() {
	const before = select('format').value;
	const choices = formats();
	select('format').replaceChildren(...choices.map(({ label, value }) => new Option(label, value)));
	if (choices.some(({ value }) => value === before)) select('format').value = before;
	part('format-field').hidden = choices.length === 0;
	drawSettings();
}

/** Only the settings that the chosen format has are shown, and sent. */
function drawSettings() {
	const chosen = formats().find(({ value }) => value === select('format').value);
	const used = chosen?.settings ?? [];
	for (const line of part('settings').children) {
		if (line instanceof HTMLElement) line.hidden = !used.includes(line.dataset.name ?? '');
	}
	part('columns-field').hidden = !used.includes('columns');
	part('settings-section').hidden = used.length === 0;
}

/** @returns {Record<string, string>} */
function chosenValues() {
	/** @type {Record<string, string>} */
	const values = {};
	for (const line of document.querySelectorAll('#settings .field, #options .field')) {
		const input = line.querySelector('input, select');
		if (line instanceof HTMLElement && line.hidden) continue;
		if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement) {
			const { name } = line instanceof HTMLElement ? line.dataset : {};
			// What a choice of the form has from the start is the node's own default.
			if (name !== undefined && input.value !== '') values[name] = input.value;
		}
	}
	return values;
}

function startCheck() {
	const chosen = dropped ?? file.files?.[0];
	if (!chosen && text.value.trim() === '') {
		say('Paste records or choose a file first.', true);
		return;
	}
	say('');
	running(true);
	const type = select('type').value;
	const isColumns = !part('columns-field').hidden && !part('settings-section').hidden;
	ask({
		kind: 'check',
		given: chosen ?? text.value,
		encoding: select('encoding').value,
		choices: {
			type:
				type === 'mixed' ? undefined : (/** @type {CheckedRecord['type']} */ (type) ?? undefined),
			format: formats().length > 0 ? select('format').value : 'auto',
			values: chosenValues(),
			columns: isColumns ? columns.value.split('\n').filter((line) => line.trim() !== '') : [],
		},
	});
}

/** @param {string} id @param {readonly string[]} lines */
function drawList(id, lines) {
	show(
		part(id),
		lines.map((line) => {
			const item = document.createElement('li');
			item.append(line);
			return item;
		}),
	);
	const title = document.getElementById(`${id}-title`);
	if (title) title.hidden = lines.length === 0;
}

/** @param {Extract<Answer, { kind: 'checked' }>} answer */
function drawResults({ counts: found, notes, causes, warnings, areRows: rows }) {
	areRows = rows;
	counts = { ...found };
	for (const verdict of VERDICTS) {
		part(`count-${verdict}`).textContent = formatNumber(found[verdict]);
	}
	const differences = [];
	if (found.sandboxRefuses > 0) {
		differences.push(
			`The sandbox would reject ${counted(found.sandboxRefuses, ['record', 'records'])} that the node sends.`,
		);
	}
	if (found.sandboxTakes > 0) {
		differences.push(
			`The sandbox would take ${counted(found.sandboxTakes, ['record', 'records'])} that the node refuses.`,
		);
	}
	drawList('notes', [...notes, ...differences]);
	drawList('causes', causes);
	drawList('warnings', warnings);
	part('results').hidden = false;
	part('listed').hidden = false;
	select('verdict').value = VERDICTS.find((verdict) => found[verdict] > 0) ?? 'sent';
	start = 0;
	askForList();
	say(
		`${counted(found.records, ['record', 'records'])} checked, ${formatNumber(found.refused)} refused.`,
	);
}

const chosenVerdict = () => /** @type {Verdict} */ (select('verdict').value);

function askForList() {
	ask({ kind: 'list', verdict: chosenVerdict(), start, count: SHOWN });
}

/** @param {string} title @param {string[]} lines */
function verdictOf(title, lines) {
	const box = document.createElement('div');
	const heading = document.createElement('h3');
	heading.append(title);
	const list = document.createElement('ul');
	for (const line of lines) {
		const item = document.createElement('li');
		item.append(line);
		list.append(item);
	}
	box.append(heading, list);
	return box;
}

/** @param {CheckedRecord} record */
function nodeLines({ verdict, problem, skipped, warnings }) {
	if (problem) return [problem.message];
	if (skipped !== null) return [`Skipped: ${skipped}`];
	const lines = warnings.map(({ message }) => message);
	return verdict === 'sent' ? ['Would be sent'] : ['Would be sent, with warnings', ...lines];
}

/** @param {CheckedRecord} record */
function sandboxLines({ sandbox, verdict }) {
	if (sandbox === null) {
		return [
			verdict === 'skipped'
				? 'Gets nothing'
				: "Gets nothing: the item has not Ometria's names, and the node makes no record of it",
		];
	}
	if (sandbox.length === 0) return ['Finds nothing wrong'];
	return sandbox.map((path) => (path.startsWith('root') ? `not a valid value: ${path}` : path));
}

/** @param {CheckedRecord[]} records */
function drawRecords(records) {
	const lines = records.map((record) => {
		const details = document.createElement('details');
		const summary = document.createElement('summary');
		const id = document.createElement('span');
		id.className = 'id';
		id.append(record.id ?? 'without an ID');
		summary.append(`${areRows ? 'Row' : 'Item'} ${formatNumber(record.place)} `, id);
		const both = document.createElement('div');
		both.className = 'verdicts';
		both.append(
			verdictOf('The node', nodeLines(record)),
			verdictOf('The sandbox', sandboxLines(record)),
		);
		details.append(summary, both);
		if (record.record) {
			const contents = document.createElement('pre');
			contents.append(JSON.stringify(record.record, null, 2));
			details.append(contents);
		}
		return details;
	});
	show(part('records'), lines);
	const all = counts[chosenVerdict()] ?? 0;
	part('records-empty').hidden = all > 0;
	button('previous').disabled = start === 0;
	button('next').disabled = start + SHOWN >= all;
	part('shown').textContent =
		all === 0
			? ''
			: `${formatNumber(start + 1)} to ${formatNumber(Math.min(start + SHOWN, all))} of ${formatNumber(all)}`;
}

/** @param {number} step */
function turn(step) {
	start = Math.max(0, start + step);
	askForList();
}

select('type').addEventListener('change', drawFormats);
select('format').addEventListener('change', drawSettings);
select('verdict').addEventListener('change', () => {
	start = 0;
	askForList();
});
button('previous').addEventListener('click', () => turn(-SHOWN));
button('next').addEventListener('click', () => turn(SHOWN));
button('check').addEventListener('click', startCheck);
button('stop').addEventListener('click', () => {
	const words = part('progress-words').textContent;
	worker.terminate();
	worker = newWorker();
	running(false);
	part('results').hidden = true;
	part('listed').hidden = true;
	say(`Stopped: ${words}.`);
});
text.addEventListener('input', () => {
	file.value = '';
	dropped = undefined;
});
file.addEventListener('change', () => {
	dropped = undefined;
	text.value = '';
});
const given = part('given');
given.addEventListener('dragover', (event) => event.preventDefault());
given.addEventListener('drop', (event) => {
	const [first] = event.dataTransfer?.files ?? [];
	if (!first) return;
	event.preventDefault();
	text.value = '';
	file.value = '';
	dropped = first;
	say(`${first.name} is to be checked.`);
});

ask({ kind: 'form' });
