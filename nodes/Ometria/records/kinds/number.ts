import { isObject } from '../../utils/json';
import { keepsDigits } from '../exactNumber';
import type { Kind } from '../field';
import { isBlankText, leaveOut, type RecordFindings } from '../findings';
import { decimalsOf, withoutFloatError } from '../money';
import type { NumberFault } from '../rules/valueRules';

type NumberKind = Extract<Kind, { name: 'number' }>;

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
/** Digits with separators, and something else before or behind them. */
const ONE_NUMBER = /^\D*\d(?:[.,\s]*\d)*\D*$/;

/** Numbers below zero as accounts and word processors write them: `(12.50)`, `12.50-`, `−12.50`. */
const NEGATIVE = /^\(|\d-$|[\u2010-\u2015\u2212]/;

/** Whether the separators of a number mean different things in different countries; it is not guessed. */
function isAmbiguous(text: string): boolean {
	return /^[+-]?[\d.,'\s\u00A0\u202F]+$/.test(text) && /\d/.test(text);
}

/** One to three digits, a point and three more: a thousand and something where points group digits. */
const MAY_BE_GROUPED = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/** Whether the point of a number may group its digits; a currency with three decimals leaves no doubt. */
function mayBeGrouped(text: string, currency: string | undefined): boolean {
	return MAY_BE_GROUPED.test(text) && (currency === undefined || decimalsOf(currency) !== 3);
}

/** Signs of currencies, and the codes that they stand for. */
const SIGNS: ReadonlyArray<readonly [sign: string, codes: string]> = [
	['£', 'GBP'],
	['€', 'EUR'],
	['$', 'USD AUD CAD NZD SGD HKD MXN'],
	['¥', 'JPY CNY'],
];
const WITH_CURRENCY = /^(?:([A-Z]{3}|[£€$¥])\s?)?([+-]?\d[\d.,]*)(?:\s?([A-Z]{3}|[£€$¥]))?$/;

/** The amount alone, where the currency with it is the record's own. */
function withoutCurrency(text: string, currency: string | undefined): string {
	const match = currency === undefined ? null : WITH_CURRENCY.exec(text);
	if (!match) return text;
	const code = currency?.trim().toUpperCase() ?? '';
	const named = [match[1], match[3]].filter((name) => name !== undefined);
	const isOwn = named.every((name) => {
		const codes = SIGNS.find(([sign]) => sign === name)?.[1];
		return name === code || codes?.split(' ').includes(code) === true;
	});
	return isOwn ? match[2] : text;
}

/** Why a text is not a number. */
function faultOf(text: string): NumberFault {
	if (NEGATIVE.test(text)) return 'negative';
	return ONE_NUMBER.test(text) ? 'unit' : 'plain';
}

/** Whether it is an object where an amount is wanted: shops send `{ amount, currency }`. */
function isMoney(value: unknown): boolean {
	return isObject(value) && ['amount', 'value', 'currency'].some((key) => key in value);
}

/** Removes binary noise of an amount and says so; warns of a count that is not whole. */
function checkUnit(
	findings: RecordFindings,
	name: string,
	number: number,
	unit: NumberKind['unit'],
) {
	if (unit === 'money') {
		const rounded = withoutFloatError(number, findings.currency);
		if (rounded === number) return number;
		if (!findings.rules.convertTypes) {
			findings.add(name, 'binary_digits', { value: number });
			return number;
		}
		findings.add(name, 'rounded', { value: number, rounded });
		return rounded;
	}
	if (unit === 'whole' && !Number.isInteger(number)) {
		findings.add(name, 'not_whole', { value: number });
	}
	return number;
}

/** Amounts and counts. Documented as JSON numbers in major units. */
export function checkNumber(
	findings: RecordFindings,
	name: string,
	value: unknown,
	{ unit }: NumberKind,
): unknown {
	const expected = unit === 'whole' ? 'a whole number' : 'a number';
	if (typeof value === 'number') {
		if (Number.isFinite(value)) return checkUnit(findings, name, value, unit);
		findings.add(name, 'not_a_number', { expected, value, fault: 'none' });
		return value;
	}
	if (isBlankText(value)) return leaveOut(findings, name, expected, value);
	if (typeof value !== 'string') {
		const fault = isMoney(value) ? 'money' : 'none';
		findings.add(name, 'not_a_number', { expected, value, fault });
		return value;
	}
	const trimmed = value.trim();
	// Most amounts are plain numbers, for which a look for currencies would take longer than the rest.
	const mayHaveCurrency = unit === 'money' && !DECIMAL.test(trimmed);
	const text = mayHaveCurrency ? withoutCurrency(trimmed, findings.currency) : trimmed;
	if (mayBeGrouped(text, findings.currency)) {
		findings.add(name, 'ambiguous_number', { expected, value });
		return value;
	}
	if (!DECIMAL.test(text)) {
		if (isAmbiguous(text)) findings.add(name, 'ambiguous_number', { expected, value });
		else findings.add(name, 'not_a_number', { expected, value, fault: faultOf(text) });
		return value;
	}
	if (!findings.rules.convertTypes) {
		// One of Ometria's articles shows numbers as texts, so this is not a certain failure.
		findings.add(name, 'number_as_text', { expected, value });
		return value;
	}
	if (!keepsDigits(text)) {
		findings.add(name, 'inexact_number', { expected, value });
		return value;
	}
	return checkUnit(findings, name, Number(text), unit);
}
