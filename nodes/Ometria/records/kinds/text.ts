import { isObject } from '../../utils/json';
import type { About, Kind } from '../field';
import type { Walk } from '../findings';

type TextKind = Extract<Kind, { name: 'text' }>;

const E164 = /^\+[1-9]\d{6,14}$/;
const ADDRESS = /^[^\s@]+@([^\s@]+)$/;
const URL = /^https?:\/\//i;

/** Loose on purpose: false only for what cannot be an address. */
function mayBeEmail(text: string): boolean {
	const domain = ADDRESS.exec(text)?.[1];
	return domain !== undefined && domain.slice(1, -1).includes('.');
}

/** Doubts about the form of a text; none of these rules could be verified with Ometria. */
function checkForm(walk: Walk, name: string, value: string, form: TextKind['form']): void {
	if (form === 'email' && !mayBeEmail(value)) {
		walk.doubtfulValue(name, 'email', 'an e-mail address', value);
	} else if (form === 'phone' && !E164.test(value)) {
		const fix = 'It is sent as it is';
		walk.doubtfulValue(
			name,
			'phone',
			'a phone number with country code such as +447700900123',
			value,
			fix,
		);
	} else if (form === 'url' && !URL.test(value)) {
		walk.doubtfulValue(name, 'url', 'an absolute web address', value);
	}
}

/** @returns the number as text, or undefined when digits were already lost */
function numberAsText(value: number | bigint): string | undefined {
	if (typeof value === 'bigint') return value.toString();
	const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
	const text = String(value);
	return exact && !text.includes('e') ? text : undefined;
}

export function checkText(
	walk: Walk,
	name: string,
	value: unknown,
	{ form }: TextKind,
	about: About,
): unknown {
	if (typeof value === 'number' || typeof value === 'bigint') {
		if (!walk.rules.convertTypes) {
			// Integers are tolerated as ids (seen in Ometria's own shop extension).
			if (form !== 'id') walk.mismatch(name, 'not_text', 'a text', value, 'Turn on Convert Types');
			return value;
		}
		const text = numberAsText(value);
		if (text === undefined) {
			const fix = 'The number is not exact: give it as a text where it comes from';
			walk.mismatch(name, 'inexact_number', 'a text', value, fix);
			return value;
		}
		return checkText(walk, name, text, { name: 'text', form }, about);
	}
	if (typeof value !== 'string') {
		if (form === 'phone' && isObject(value)) {
			walk.doubtfulValue(
				name,
				'phone',
				'a phone number such as +447700900123',
				value,
				'The object form is an old one',
			);
		} else walk.mismatch(name, 'not_text', 'a text', value);
		return value;
	}
	if (value === '') return value;
	if (form !== undefined && form !== 'id') checkForm(walk, name, value, form);
	if (about.maxLength !== undefined && value.length > about.maxLength) {
		walk.doubt(
			name,
			'too_long',
			`has ${value.length.toLocaleString('en-US')} characters, at most ${about.maxLength} are documented`,
		);
	}
	return value;
}

/** Country and currency. */
export function checkCode(
	walk: Walk,
	name: string,
	value: unknown,
	{ letters, what }: Extract<Kind, { name: 'code' }>,
): unknown {
	if (typeof value !== 'string') {
		walk.mismatch(name, 'not_text', what, value);
		return value;
	}
	if (value === '') return value;
	const code =
		walk.rules.convertTypes && /^\s*[a-z]+\s*$/i.test(value) ? value.trim().toUpperCase() : value;
	if (code.length === letters && /^[A-Z]+$/.test(code)) return code;
	walk.doubtfulValue(name, 'code', what, value);
	return value;
}
