const DECIMAL = /^[+-]?(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/** Digits that say something, and where the point is: `12.50`, `0012.5` and `1.25e1` are one number. */
function canonical(text: string): string {
	const [, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
	const withZeros = `${whole}${fraction}`.replace(/^0+/, '');
	const digits = withZeros.replace(/(?<!0)0+$/, '');
	if (digits === '') return '0';
	return `${digits}e${Number(exponent) - fraction.length + withZeros.length - digits.length}`;
}

/** Decimal digits that a JavaScript number always keeps. */
const DIGITS_KEPT = 15;

/**
 * Whether a decimal number is still the same when JavaScript has read it: a number that is written
 * otherwise than it was given has lost digits.
 *
 * @param text digits with a sign, a point or an exponent
 */
export function keepsDigits(text: string): boolean {
	// Most numbers are that short, and the rest takes longer than all other checks of a number.
	if (text.length <= DIGITS_KEPT && !/e/i.test(text)) return true;
	const number = Number(text);
	return Number.isFinite(number) && canonical(text) === canonical(String(number));
}
