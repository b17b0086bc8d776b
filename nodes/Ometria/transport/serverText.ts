import { isObject, parseJson } from '../utils/json';
import { shorten } from '../utils/text';
import type { HttpOutcome } from './httpOutcome';
import { isReadable } from './parseAnswer';

/** Longest text of a server that is shown, characters. */
const MAX_LENGTH = 1000;

/** Members that say something by themselves, in the order in which they are shown. */
const SPEAKING = ['title', 'message', 'error_message', 'error', 'detail', 'errors'];
const SPEAKS = /error|message|detail|title|reason|description/i;
/**
 * Members that repeat the HTTP status, or name the request: shown, they would make each refusal differ
 * from the one before.
 */
const SILENT =
	/^(?:type|status|status_?code|instance|path|timestamp|time|(?:request|trace|correlation|span)_?id)$/i;

/** Collects different texts, until there are as many as can be shown. */
class Texts {
	readonly found = new Set<string>();
	private length = 0;

	get isFull(): boolean {
		return this.length > MAX_LENGTH;
	}

	add(text: string): void {
		if (this.isFull || text.trim() === '' || this.found.has(text)) return;
		this.found.add(text);
		this.length += text.length;
	}
}

/** `name: value` of a member that says nothing by itself; undefined for lists, objects and nothing. */
function named(name: string, value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return value === '' ? undefined : `${name}: ${value}`;
}

/**
 * Collects the texts of a value. Those of an object's members that speak come first, with what its
 * other members say in parentheses; then what lies deeper.
 */
function collect(value: unknown, name: string, texts: Texts): void {
	if (texts.isFull) return;
	if (typeof value === 'string') {
		texts.add(name === '' || SPEAKS.test(name) ? value : `${name}: ${value}`);
	} else if (Array.isArray(value)) {
		for (const element of value) collect(element, name, texts);
	} else if (isObject(value)) {
		const names = Object.keys(value).filter((member) => !SILENT.test(member));
		const speaking = [
			...SPEAKING.filter((member) => names.includes(member)),
			...names.filter((member) => !SPEAKING.includes(member) && SPEAKS.test(member)),
		];
		const others = names.filter((member) => !SPEAKS.test(member));
		const own = speaking.filter((member) => typeof value[member] === 'string');
		const about = others.flatMap((member) => named(member, value[member]) ?? []);
		for (const [index, member] of own.entries()) {
			const text = value[member] as string;
			texts.add(index === own.length - 1 ? withAbout(text, about) : text);
		}
		if (own.length === 0 && name !== '') for (const text of about) texts.add(text);
		for (const member of [...speaking, ...others]) {
			const inner = value[member];
			if (typeof inner === 'object') collect(inner, member, texts);
		}
	}
}

const withAbout = (text: string, about: string[]) =>
	about.length === 0 || text.trim() === '' ? text : `${text} (${about.join(', ')})`;

/** A gateway's error page says what it is in its title; the rest of it is mark-up. */
function titleOfHtml(text: string): string | undefined {
	return /<title[^<>]{0,200}>([^<]{1,200})/i.exec(text)?.[1];
}

/**
 * What the server said in an error answer, for showing to the user.
 *
 * Ometria's error body format is not documented. Its own libraries answer with problem documents
 * (RFC 7807: `title`, `detail`, and further members such as `validation_errors`), which are shown with
 * all that they say. JSON with any usual key, plain text and a gateway's HTML page are read as well.
 *
 * @returns at most {@link MAX_LENGTH} characters, or '' when the body says nothing
 */
export function serverText({ text }: Extract<HttpOutcome, { kind: 'answer' }>): string {
	if (!isReadable(text)) return '';
	const json = parseJson(text);
	if (json === undefined) return shorten(titleOfHtml(text) ?? text, MAX_LENGTH);
	const texts = new Texts();
	collect(json, '', texts);
	return shorten([...texts.found].join('; ') || JSON.stringify(json), MAX_LENGTH);
}
