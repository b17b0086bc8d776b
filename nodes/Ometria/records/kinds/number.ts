import { isObject } from '../../utils/json';
import { keepsDigits } from '../exactNumber';
import type { Kind } from '../field';
import { type Findings, isBlank, leaveOut } from '../findings';
import { withoutNoise } from '../money';

type NumberKind = Extract<Kind, { name: 'number' }>;

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
/** Digits with separators, and something else before or behind them. */
const ONE_NUMBER = /^\D*\d(?:[.,\s]*\d)*\D*$/;

/** Numbers below zero as accounts and word processors write them: `(12.50)`, `12.50-`, `−12.50`. */
const NEGATIVE = /^\(|\d-$|[\u2010-\u2015\u2212]/;

/** Why a text is no number; the reader may be in any country, hence no guess. */
function whyNot(text: string): [code: string, fix: string] {
	if (/^[+-]?[\d.,'\s\u00A0\u202F]+$/.test(text) && /\d/.test(text)) {
		return [
			'ambiguous_number',
			'Commas, spaces and several points mean different things in different countries: give it as 1234.50',
		];
	}
	if (NEGATIVE.test(text)) {
		return ['not_a_number', 'If it is below zero, give it as -1234.50'];
	}
	if (ONE_NUMBER.test(text)) {
		return ['not_a_number', 'Remove the currency or unit'];
	}
	return ['not_a_number', 'Give it as 1234.50'];
}

/** What was probably meant by an object where an amount is wanted: shops send `{ amount, currency }`. */
function fixOf(value: unknown): string {
	const isAmount = isObject(value) && ['amount', 'value', 'currency'].some((key) => key in value);
	return isAmount ? 'Give the amount alone and in major units, as 28.50' : '';
}

/** Removes binary noise of an amount and says so; warns of a count that is not whole. */
function checkUnit(findings: Findings, name: string, number: number, unit: NumberKind['unit']) {
	if (unit === 'money') {
		const rounded = withoutNoise(number, findings.currency);
		if (rounded === number) return number;
		const text = `${number} has digits that come from calculating in binary`;
		if (!findings.rules.convertTypes) {
			findings.warn(name, 'binary_noise', `${text}. Turn on Convert Types to remove them`);
			return number;
		}
		findings.info(name, 'binary_noise', `${text} and was rounded to ${rounded}`);
		return rounded;
	}
	if (unit === 'whole' && !Number.isInteger(number)) {
		findings.warnMismatch(name, 'not_whole', 'a whole number', number);
	}
	return number;
}

/** Amounts and counts. Documented as JSON numbers in major units. */
export function checkNumber(
	findings: Findings,
	name: string,
	value: unknown,
	{ unit }: NumberKind,
): unknown {
	const expected = unit === 'whole' ? 'a whole number' : 'a number';
	if (typeof value === 'number') {
		if (Number.isFinite(value)) return checkUnit(findings, name, value, unit);
		findings.mismatch(name, 'not_a_number', expected, value);
		return value;
	}
	if (isBlank(value)) return leaveOut(findings, name, expected, value);
	if (typeof value !== 'string') {
		findings.mismatch(name, 'not_a_number', expected, value, fixOf(value));
		return value;
	}
	const text = value.trim();
	if (!DECIMAL.test(text)) {
		const [code, fix] = whyNot(text);
		findings.mismatch(name, code, expected, value, fix);
		return value;
	}
	if (!findings.rules.convertTypes) {
		// One of Ometria's articles shows numbers as texts, hence no certain failure.
		findings.warnMismatch(name, 'number_as_text', expected, value, 'Turn on Convert Types');
		return value;
	}
	if (!keepsDigits(text)) {
		findings.mismatch(
			name,
			'inexact_number',
			expected,
			value,
			'It has more digits than a number can hold',
		);
		return value;
	}
	return checkUnit(findings, name, Number(text), unit);
}
