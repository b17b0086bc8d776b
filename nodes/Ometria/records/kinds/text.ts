import { isObject } from '../../utils/json';
import { shown } from '../../utils/text';
import { countryMeant, isCountry } from '../countries';
import { currencyMeant } from '../currencies';
import type { FieldInfo, Kind } from '../field';
import { emptyText, type Findings, isBlank, withoutSpaces } from '../findings';
import { hasLoneSurrogate, isSuspicious, placeholderReason } from '../placeholderIds';

type TextKind = Extract<Kind, { name: 'text' }>;

const E164 = /^\+[1-9]\d{6,14}$/;
/** Without the characters that are around an address, between two, or invisible. */
const ADDRESS =
	/^[^\s@<>()[\],;:"\u200B-\u200F\u202A-\u202E]+@([^\s@<>()[\],;:"\u200B-\u200F\u202A-\u202E]+)$/;
const APOSTROPHE = /^['’`]/;
const CURRENCY = /^[A-Z]{3}$/;
const PHONE = 'a phone number with country code such as +447700900123';
const URL = /^https?:\/\//i;

/** Loose on purpose: false only for what cannot be an address. */
function mayBeEmail(text: string): boolean {
	const domain = ADDRESS.exec(text)?.[1];
	return (domain?.slice(1, -1).includes('.') ?? false) && !APOSTROPHE.test(text);
}

/** Warns of an ID that is none; half a character would not arrive as it was given. */
function checkId(findings: Findings, name: string, id: string, { identifies }: FieldInfo): void {
	if (!isSuspicious(id)) return;
	if (hasLoneSurrogate(id)) {
		findings.mismatch(name, 'invalid_id', 'text', id, 'It holds half of a Unicode character');
		return;
	}
	const reason = placeholderReason(id, identifies === true);
	if (reason !== undefined) findings.warn(name, 'placeholder_id', `${shown(id)} ${reason}`);
}

/** Why a text lost digits of the phone number on its way through a spreadsheet, or is not only it. */
export function spreadsheetPhone(text: string): string | undefined {
	if (/^[+']?\d(?:[.,]\d+)?E\+?\d+$/i.test(text)) {
		return 'A spreadsheet shortened the number, so digits are lost: format the column as text';
	}
	if (APOSTROPHE.test(text)) {
		return 'The apostrophe is how a spreadsheet marks text: remove it';
	}
	return undefined;
}

/** Warns about the form of a text; none of these rules could be verified with Ometria. */
function checkForm(findings: Findings, name: string, value: string, form: TextKind['form']): void {
	if (form === 'email' && !mayBeEmail(value)) {
		findings.warnMismatch(name, 'email', 'an email address', value);
	} else if (form === 'phone' && !E164.test(value)) {
		const broken = spreadsheetPhone(value);
		if (broken === undefined) {
			findings.warnMismatch(name, 'phone', PHONE, value, 'It is sent as it is');
		} else findings.mismatch(name, 'broken_phone', PHONE, value, broken);
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
			if (form !== 'id') {
				findings.mismatch(name, 'not_text', 'text', value, 'Turn on Convert Types');
			}
			return value;
		}
		const text = numberAsText(value);
		if (text === undefined) {
			if (Number.isFinite(value)) {
				const fix = 'The number is not exact: give it as text where it comes from';
				findings.mismatch(name, 'inexact_number', 'text', value, fix);
			} else findings.mismatch(name, 'not_text', 'text', value);
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
		} else findings.mismatch(name, 'not_text', 'text', value);
		return value;
	}
	if (isBlank(value)) return emptyText(findings, name, value);
	const text = form === undefined ? value : withoutSpaces(findings, name, value);
	if (text === '') return emptyText(findings, name, text);
	if (form === 'id') checkId(findings, name, text, info);
	else if (form !== undefined) checkForm(findings, name, text, form);
	if (info.maxLength !== undefined && text.length > info.maxLength) {
		findings.warn(
			name,
			'too_long',
			`has ${text.length.toLocaleString('en-US')} characters, at most ${info.maxLength} are documented`,
		);
	}
	return text;
}

/** Three letters that are not known for something else: new currencies come, and are sent. */
function isCurrency(code: string): boolean {
	return CURRENCY.test(code) && currencyMeant(code) === undefined;
}

/** What to give instead of a code that is none; '' where nothing can be said. */
function codeMeant(code: string, letters: number): string {
	const country = countryMeant(code);
	if (letters === 2) {
		if (country !== undefined) return `ISO 3166 has ${country}`;
		return /^[A-Z]{2}$/.test(code) ? 'ISO 3166 has no such country' : '';
	}
	const currency = currencyMeant(code);
	return currency === undefined ? '' : `ISO 4217 has ${currency}`;
}

/** Country and currency. */
export function checkIsoCode(
	findings: Findings,
	name: string,
	value: unknown,
	{ letters, what }: Extract<Kind, { name: 'isoCode' }>,
): unknown {
	if (typeof value === 'string' && (letters === 2 ? isCountry(value) : isCurrency(value))) {
		return value;
	}
	if (typeof value !== 'string') {
		findings.mismatch(name, 'not_text', what, value);
		return value;
	}
	if (isBlank(value)) return emptyText(findings, name, value);
	const code =
		findings.rules.convertTypes && /^\s*[a-z]+\s*$/i.test(value)
			? value.trim().toUpperCase()
			: value;
	const hasForm = code.length === letters && /^[A-Z]+$/.test(code);
	if (letters === 2 ? !isCountry(code) : !isCurrency(code)) {
		findings.warnMismatch(name, 'code', what, value, codeMeant(code, letters));
	}
	return hasForm ? code : value;
}
