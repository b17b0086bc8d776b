import { CsvError, parse } from 'csv-parse/sync';

import { UsageError } from '../sandbox/usage';

/** The items that n8n would hand to the node, and how they were read. */
export interface Input {
	items: unknown[];
	/** Rows of a sheet are numbered as the sheet has them: the first below the headings is 2. */
	areRows: boolean;
	/** How the text was read, in a sentence. */
	note: string;
}

const DELIMITERS = [
	{ character: ',', name: 'commas' },
	{ character: ';', name: 'semicolons' },
	{ character: '\t', name: 'tabs' },
	{ character: '|', name: 'vertical bars' },
] as const;

/** The delimiter that the headings have most often; a comma where they have none. */
function delimiterOf(text: string): (typeof DELIMITERS)[number] {
	const [headings] = text.trimStart().split(/\r?\n|\r/, 1);
	const unquoted = headings.replace(/"[^"]*"/g, '');
	const counts = DELIMITERS.map(({ character }) => unquoted.split(character).length);
	return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/**
 * Rows of a CSV file as n8n's node Extract from File gives them: texts, by the headings of the first
 * line. n8n reads them with the same library.
 */
function readCsv(text: string): Input {
	const { character, name } = delimiterOf(text);
	try {
		const items: unknown[] = parse(text, {
			bom: true,
			columns: true,
			delimiter: character,
			skip_empty_lines: true,
		});
		const setting =
			character === ',' ? '' : '. In n8n, set Delimiter of Extract from File to the same';
		return { items, areRows: true, note: `Read as CSV with ${name}${setting}` };
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		throw new UsageError(`The file cannot be read as CSV: ${error.message}`);
	}
}

function parsed(text: string): { value: unknown } | { problem: string } {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch (error) {
		return { problem: (error as Error).message };
	}
}

/** One JSON value in each line; undefined where a line is none. */
function readLines(text: string): Input | undefined {
	const lines = text.split('\n').filter((line) => line.trim() !== '');
	if (lines.length < 2) return undefined;
	const items: unknown[] = [];
	for (const line of lines) {
		const read = parsed(line);
		if ('problem' in read) return undefined;
		items.push(read.value);
	}
	return { items, areRows: false, note: 'Read as JSON, one item per line' };
}

/** A list is an item for each of its entries, as n8n makes them; anything else is one item. */
function readJson(text: string): Input {
	const whole = parsed(text);
	if ('value' in whole) {
		const { value } = whole;
		if (typeof value !== 'object' || value === null) {
			throw new UsageError('The file holds no object and no list of objects');
		}
		const items: unknown[] = Array.isArray(value) ? value : [value];
		return { items, areRows: false, note: 'Read as JSON' };
	}
	const lines = readLines(text);
	if (lines) return lines;
	throw new UsageError(`The file cannot be read as JSON: ${whole.problem}`);
}

/** Decodes a file. @throws UsageError where its bytes are not of that encoding */
export function decode(bytes: Uint8Array, encoding = 'utf-8'): string {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch (error) {
		throw new UsageError(
			(error as Error).name === 'RangeError'
				? `The encoding "${encoding}" is not known`
				: `The file is not text in the encoding ${encoding}. Choose the one that it was saved in, such as windows-1252`,
		);
	}
}

/**
 * Reads the text of a file: JSON where it begins like an object or a list, else CSV with headings.
 *
 * @throws UsageError that says why it cannot be read
 */
export function readInput(text: string): Input {
	const start = text.replace(/^\uFEFF/, '').trimStart();
	if (start === '') throw new UsageError('The file is empty');
	const input = /^[[{]/.test(start) ? readJson(start) : readCsv(text);
	if (input.items.length === 0) throw new UsageError('The file has no rows');
	return input;
}
