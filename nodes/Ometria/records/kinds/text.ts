import { isObject } from '../../utils/json';
import type { FieldInfo, Kind } from '../field';
import type { Findings } from '../findings';

type TextKind = Extract<Kind, { name: 'text' }>;

const E164 = /^\+[1-9]\d{6,14}$/;
const ADDRESS = /^[^\s@]+@([^\s@]+)$/;
const URL = /^https?:\/\//i;

/** Loose on purpose: false only for what cannot be an address. */
function mayBeEmail(text: string): boolean {
	const domain = ADDRESS.exec(text)?.[1];
	return domain !== undefined && domain.slice(1, -1).includes('.');
}

/** Warns about the form of a text; none of these rules could be verified with Ometria. */
function checkForm(findings: Findings, name: string, value: string, form: TextKind['form']): void {
	if (form === 'email' && !mayBeEmail(value)) {
		findings.warnMismatch(name, 'email', 'an e-mail address', value);
	} else if (form === 'phone' && !E164.test(value)) {
		const fix = 'It is sent as it is';
		findings.warnMismatch(
			name,
			'phone',
			'a phone number with country code such as +447700900123',
			value,
			fix,
		);
	} else if (form === 'url' && !URL.test(value)) {
		findings.warnMismatch(name, 'url', 'an absolute web address', value);
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
	findings: Findings,
	name: string,
	value: unknown,
	{ form }: TextKind,
	info: FieldInfo,
): unknown {
	if (typeof value === 'number' || typeof value === 'bigint') {
		if (!findings.rules.convertTypes) {
			// Integers are tolerated as ids (seen in Ometria's own shop extension).
			if (form !== 'id')
				findings.mismatch(name, 'not_text', 'a text', value, 'Turn on Convert Types');
			return value;
		}
		const text = numberAsText(value);
		if (text === undefined) {
			const fix = 'The number is not exact: give it as a text where it comes from';
			findings.mismatch(name, 'inexact_number', 'a text', value, fix);
			return value;
		}
		return checkText(findings, name, text, { name: 'text', form }, info);
	}
	if (typeof value !== 'string') {
		if (form === 'phone' && isObject(value)) {
			findings.warnMismatch(
				name,
				'phone',
				'a phone number such as +447700900123',
				value,
				'The object form is an old one',
			);
		} else findings.mismatch(name, 'not_text', 'a text', value);
		return value;
	}
	if (value === '') return value;
	if (form !== undefined && form !== 'id') checkForm(findings, name, value, form);
	if (info.maxLength !== undefined && value.length > info.maxLength) {
		findings.warn(
			name,
			'too_long',
			`has ${value.length.toLocaleString('en-US')} characters, at most ${info.maxLength} are documented`,
		);
	}
	return value;
}

/** Country and currency. */
export function checkIsoCode(
	findings: Findings,
	name: string,
	value: unknown,
	{ letters, what }: Extract<Kind, { name: 'isoCode' }>,
): unknown {
	if (typeof value !== 'string') {
		findings.mismatch(name, 'not_text', what, value);
		return value;
	}
	if (value === '') return value;
	const code =
		findings.rules.convertTypes && /^\s*[a-z]+\s*$/i.test(value)
			? value.trim().toUpperCase()
			: value;
	if (code.length === letters && /^[A-Z]+$/.test(code)) return code;
	findings.warnMismatch(name, 'code', what, value);
	return value;
}
