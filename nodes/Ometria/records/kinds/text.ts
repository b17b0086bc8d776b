import { isObject } from '../../utils/json';
import { hasBrokenLetters, isNoText, isPlainText } from '../brokenTexts';
import { countryMeant, countryNamed, isCountry } from '../countries';
import { currencyMeant, isCurrency } from '../currencies';
import type { FieldInfo, Kind } from '../field';
import { emptyText, isBlankText, LEFT_OUT, type RecordFindings, withoutSpaces } from '../findings';
import {
	damageOf,
	hasLoneSurrogate,
	isOrdinary,
	isSuspicious,
	placeholderReason,
	withoutTextMark,
} from '../identifiers';
import { withCountryCode } from '../nationalPhone';
import { internationalPhone, isE164 } from '../phones';
import type { PhoneFault } from '../rules/valueRules';

type TextKind = Extract<Kind, { name: 'text' }>;

interface TextField {
	kind: TextKind;
	info: FieldInfo;
}

/** Without the characters that are around an address, between two, or invisible. */
const ADDRESS =
	/^[^\s@<>()[\],;:"\u200B-\u200F\u202A-\u202E]+@([^\s@<>()[\],;:"\u200B-\u200F\u202A-\u202E]+)$/;
const APOSTROPHE = /^['’`]/;
const URL = /^https?:\/\//i;

/** Loose on purpose: false only for what cannot be an address. */
function mayBeEmail(text: string): boolean {
	const domain = ADDRESS.exec(text)?.[1];
	return (domain?.slice(1, -1).includes('.') ?? false) && !APOSTROPHE.test(text);
}

/** Warns of an ID that cannot be one; half a character would not arrive as it was given. */
function checkId(
	findings: RecordFindings,
	name: string,
	id: string,
	{ identifies }: FieldInfo,
): void {
	const mayBeSum = name === 'id' && /^[a-z ]+$/i.test(id);
	if (!mayBeSum && !isSuspicious(id)) return;
	if (hasLoneSurrogate(id)) {
		findings.add(name, 'broken_character', { value: id });
		return;
	}
	const damage = damageOf(id, identifies === true, name === 'id');
	if (damage !== undefined) {
		findings.add(name, 'damaged_id', { value: id, damage });
		return;
	}
	const why = placeholderReason(id, identifies === true);
	if (why !== undefined) findings.add(name, 'placeholder_id', { value: id, why });
}

/** Why a text lost digits of the phone number on its way through a spreadsheet, or is not only it. */
export function spreadsheetPhone(text: string): PhoneFault | undefined {
	if (/^[+']?\d(?:[.,]\d+)?E\+?\d+$/i.test(text)) return 'shortened';
	return APOSTROPHE.test(text) ? 'apostrophe' : undefined;
}

/** Warns about the form of a text; none of these rules could be verified with Ometria. */
function checkForm(
	findings: RecordFindings,
	name: string,
	value: string,
	form: TextKind['form'],
): void {
	if (form === 'email' && !mayBeEmail(value)) {
		findings.add(name, 'invalid_email', { value });
	} else if (form === 'phone' && !isE164(value)) {
		const fault = spreadsheetPhone(value);
		if (fault === undefined) findings.add(name, 'invalid_phone', { value });
		else findings.add(name, 'spreadsheet_phone', { value, fault });
	} else if (form === 'url' && !URL.test(value)) {
		findings.add(name, 'invalid_url', { value });
	}
}

/** @returns the number as text, or undefined when digits were already lost */
function numberAsText(value: number | bigint): string | undefined {
	if (typeof value === 'bigint') return value.toString();
	const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
	const text = String(value);
	return exact && !text.includes('e') ? text : undefined;
}

/** A name, a title or another text for people: what a program wrote in place of one is left out. */
function checkName(findings: RecordFindings, name: string, value: string): unknown {
	if (isNoText(value.trim())) {
		findings.add(name, 'text_of_nothing', { value });
		return findings.rules.convertTypes ? LEFT_OUT : value;
	}
	if (!findings.rules.convertTypes) return value;
	const text = withoutTextMark(value);
	if (text !== value) findings.add(name, 'text_mark_removed');
	return text;
}

function checkLength(
	findings: RecordFindings,
	name: string,
	{ length }: string,
	{ maxLength }: FieldInfo,
): void {
	if (maxLength !== undefined && length > maxLength) {
		findings.add(name, 'too_long', { length, most: maxLength });
	}
}

export function checkText(
	findings: RecordFindings,
	name: string,
	value: unknown,
	field: TextField,
): unknown {
	const { kind, info } = field;
	const { form } = kind;
	if (typeof value === 'number' || typeof value === 'bigint') {
		if (!findings.rules.convertTypes) {
			// Integers are tolerated as ids (seen in Ometria's own shop extension).
			if (form !== 'id') {
				findings.add(name, 'not_text', { value, isConvertible: true });
			}
			return value;
		}
		const text = numberAsText(value);
		if (text === undefined) {
			if (Number.isFinite(value)) {
				findings.add(name, 'inexact_number', { expected: 'text', value });
			} else findings.add(name, 'not_text', { value });
			return value;
		}
		return checkText(findings, name, text, field);
	}
	if (typeof value !== 'string') {
		if (form === 'phone' && isObject(value)) {
			findings.add(name, 'phone_as_object', { value });
		} else findings.add(name, 'not_text', { value });
		return value;
	}
	if (form === 'id' ? isOrdinary(value) : form === undefined && isPlainText(value)) {
		checkLength(findings, name, value, info);
		return value;
	}
	if (isBlankText(value)) return emptyText(findings, name, value);
	const text =
		form === undefined ? checkName(findings, name, value) : withoutSpaces(findings, name, value);
	if (typeof text !== 'string') return text;
	if (text === '') return emptyText(findings, name, text);
	if (hasBrokenLetters(text)) findings.add(name, 'broken_letters', { value: text });
	if (form === 'phone' && !isE164(text)) {
		const { convertTypes, phoneCountry } = findings.rules;
		const phone = convertTypes
			? (internationalPhone(text) ??
				(phoneCountry === undefined ? undefined : withCountryCode(text, phoneCountry)))
			: undefined;
		if (phone !== undefined) {
			findings.add(name, 'phone_form_converted', { phone });
			return phone;
		}
	}
	if (form === 'id') checkId(findings, name, text, info);
	else if (form !== undefined) checkForm(findings, name, text, form);
	checkLength(findings, name, text, info);
	return text;
}

/** What to give instead of an invalid code; '' where nothing can be said. */
function codeMeant(code: string, letters: number): string {
	const country = countryMeant(code);
	if (letters === 2) {
		if (country !== undefined) return `ISO 3166 has ${country}`;
		return /^[A-Z]{2}$/.test(code) ? 'ISO 3166 has no such country' : '';
	}
	const currency = currencyMeant(code);
	if (currency !== undefined) return `ISO 4217 has ${currency}`;
	return /^[A-Z]{3}$/.test(code) ? 'ISO 4217 has no such currency in use' : '';
}

/** Country and currency. */
export function checkIsoCode(
	findings: RecordFindings,
	name: string,
	value: unknown,
	{ letters, what }: Extract<Kind, { name: 'isoCode' }>,
): unknown {
	if (typeof value === 'string' && (letters === 2 ? isCountry(value) : isCurrency(value))) {
		return value;
	}
	if (typeof value !== 'string') {
		findings.add(name, 'not_text', { expected: what, value });
		return value;
	}
	if (isBlankText(value)) return emptyText(findings, name, value);
	const country =
		letters === 2 && findings.rules.convertTypes ? countryNamed(value.trim()) : undefined;
	if (country !== undefined) {
		findings.add(name, 'country_name_converted', { value, code: country });
		return country;
	}
	const code =
		findings.rules.convertTypes && /^\s*[a-z]+\s*$/i.test(value)
			? value.trim().toUpperCase()
			: value;
	if (letters === 2 ? isCountry(code) : isCurrency(code)) return code;
	findings.add(name, 'unknown_code', { expected: what, value, meant: codeMeant(code, letters) });
	return value;
}
