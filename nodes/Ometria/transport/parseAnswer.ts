import { parseJson } from '../utils/json';

/**
 * The most that an answer of Ometria's may hold: a page has 250 rows. What is larger is not read, as
 * parsing and copying it would hold n8n's event loop for seconds.
 */
const MAX_DEPTH = 50;
const MAX_FIELDS = 2000;
const MAX_ENTRIES = 10_000;
const MAX_VALUES = 500_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Where the text that begins at an index of JSON ends; the index of its closing quote. */
function endOfText(json: string, start: number): number {
	let index = start + 1;
	for (; index < json.length; index++) {
		const code = json.charCodeAt(index);
		if (code === BACKSLASH) index++;
		else if (code === QUOTE) break;
	}
	return index;
}

/**
 * Whether an answer can be read: what is not JSON always can, and JSON when it holds no more depth,
 * fields of an object, entries of a list and values than an answer of Ometria's. Looks at the
 * characters only, so that nothing has been copied when it says no.
 */
export function isReadable(text: string): boolean {
	if (!/^\s*[[{]/.test(text)) return true;
	/** For each open list and object: how many values it may still have. */
	const left: number[] = [];
	let values = 0;
	for (let index = 0; index < text.length; index++) {
		switch (text.charCodeAt(index)) {
			case QUOTE:
				index = endOfText(text, index);
				break;
			case OPEN_LIST:
				if (left.push(MAX_ENTRIES) > MAX_DEPTH || ++values > MAX_VALUES) return false;
				break;
			case OPEN_OBJECT:
				if (left.push(MAX_FIELDS) > MAX_DEPTH || ++values > MAX_VALUES) return false;
				break;
			case CLOSE_LIST:
			case CLOSE_OBJECT:
				left.pop();
				break;
			case COMMA:
				if (--left[left.length - 1] === 0 || ++values > MAX_VALUES) return false;
				break;
		}
	}
	return true;
}

/** Parses a server's answer; undefined when it is not JSON, or holds more than can be read. */
export function parseAnswer(text: string): unknown {
	return isReadable(text) ? parseJson(text) : undefined;
}
