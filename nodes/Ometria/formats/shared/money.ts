/** Ten-thousandths of a currency unit: shops give up to four decimal places. Never a binary float. */
export type Money = bigint;

const PLACES = 4;
const SCALE = 10n ** BigInt(PLACES);
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);
const DECIMAL = /^([+-]?)(\d{1,15})(?:\.(\d{1,20}))?$/;
/** A JSON number holds any decimal of so many digits exactly. */
const EXACT_DIGITS = 15;

/**
 * Reads an amount exactly.
 *
 * @param value a decimal text ("19.90") or a number; numbers are read by their shortest text
 * @returns undefined for what is not an amount: '', null, other texts, NaN, exponents, and for amounts
 * of more than 15 digits, which a JSON number cannot hold
 */
export function readMoney(value: unknown): Money | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const match = DECIMAL.exec(String(value).trim());
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
	if (money >= -MOST_EXACT && money <= MOST_EXACT) return Number(money) / Number(SCALE);
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
