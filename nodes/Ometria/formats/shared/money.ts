/** Ten-thousandths of a currency unit: shops give up to four decimal places. Never a binary float. */
export type Money = bigint;

const PLACES = 4;
const SCALE_NUMBER = 10 ** PLACES;
const SCALE = BigInt(SCALE_NUMBER);
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);
const LEAST_EXACT = -MOST_EXACT;
const DECIMAL = /^([+-]?)(\d{1,15})(?:\.(\d{1,20}))?$/;
/** A JSON number holds any decimal of so many digits exactly. */
const EXACT_DIGITS = 15;
const [ZERO, NINE, MINUS, POINT] = Array.from('09-.', (sign) => sign.charCodeAt(0));

/**
 * Ten-thousandths of an amount as shops write nearly all of them: "19.90", "7", "-4.00". An order has some
 * 40, and the regular expression costs several times as much.
 *
 * @returns undefined for other texts, which may be amounts too
 */
function readShort(text: string): number | undefined {
	const { length } = text;
	if (length > EXACT_DIGITS - PLACES) return undefined;
	const start = text.charCodeAt(0) === MINUS ? 1 : 0;
	let digits = 0;
	let point = length;
	for (let at = start; at < length; at++) {
		const code = text.charCodeAt(at);
		if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO);
		else if (code === POINT && point === length) point = at;
		else return undefined;
	}
	const places = Math.max(0, length - point - 1);
	const hasDigits = point > start && point !== length - 1;
	if (!hasDigits || places > PLACES) return undefined;
	const kept = digits * 10 ** (PLACES - places);
	return start === 1 ? -kept : kept;
}

/**
 * Reads an amount exactly.
 *
 * @param value a decimal text ("19.90") or a number; numbers are read by their shortest text
 * @returns undefined for what is not an amount: '', null, other texts, NaN, exponents, and for amounts
 * of more than 15 digits, which a JSON number cannot hold
 */
export function readMoney(value: unknown): Money | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value);
	const short = readShort(text);
	if (short !== undefined) return BigInt(short);
	const match = DECIMAL.exec(text.trim());
	if (!match) return undefined;
	const [, sign, whole, fraction = ''] = match;
	if (!isExact(whole, fraction)) return undefined;
	const digits = `${whole}${fraction.slice(0, PLACES).padEnd(PLACES, '0')}`;
	// Of a number it is made several times as quickly as of a text.
	const kept = BigInt(digits.length <= EXACT_DIGITS ? Number(digits) : digits);
	const rounded = (fraction[PLACES] ?? '0') >= '5' ? kept + 1n : kept;
	return sign === '-' ? -rounded : rounded;
}

function isExact(whole: string, fraction: string): boolean {
	if (whole.length + PLACES <= EXACT_DIGITS) return true;
	const digits = `${whole}${fraction.slice(0, PLACES)}`.replace(/^0+/, '');
	return digits.length <= EXACT_DIGITS || /^0+$/.test(digits.slice(EXACT_DIGITS));
}

/** A whole number, such as a quantity, in the scale of amounts. */
export function fromWhole(number: number): Money {
	return BigInt(number) * SCALE;
}

/** @returns the amount as a JSON number without binary noise; 0, never -0 */
export function toNumber(money: Money): number {
	// The division of two exact numbers gives the nearest one, as reading the decimal text would.
	if (money >= LEAST_EXACT && money <= MOST_EXACT) return Number(money) / SCALE_NUMBER;
	return Number(toDecimal(money));
}

/** @returns the amount as a decimal text with four places */
function toDecimal(money: Money): string {
	const digits = (money < 0n ? -money : money).toString().padStart(PLACES + 1, '0');
	const text = `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
	return money < 0n ? `-${text}` : text;
}

/** The sum of the amounts that are there; undefined when none is. */
export function sum(amounts: Iterable<Money | undefined>): Money | undefined {
	let total: Money | undefined;
	for (const amount of amounts) {
		if (amount !== undefined) total = (total ?? 0n) + amount;
	}
	return total;
}

/** An amount times a quantity that may have decimal places (0.5 m of fabric), rounded half up. */
export function times(amount: Money, quantity: Money): Money {
	const product = amount * quantity;
	const half = product < 0n ? -SCALE / 2n : SCALE / 2n;
	return (product + half) / SCALE;
}

/** An amount divided by a quantity, rounded half up to four places; undefined for a quantity of 0. */
export function dividedBy(amount: Money, quantity: Money): Money | undefined {
	if (quantity === 0n) return undefined;
	const scaled = amount * SCALE * 2n;
	const negative = scaled < 0n !== quantity < 0n;
	const magnitude = (value: bigint) => (value < 0n ? -value : value);
	const result = (magnitude(scaled) / magnitude(quantity) + 1n) / 2n;
	return negative ? -result : result;
}
