/** Decimal places by currency where they are not two. Source: ISO 4217. */
const DECIMALS = new Map<string, number>([
	...[
		'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
			.split(' ')
			.map((code): [string, number] => [code, 0]),
		'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code): [string, number] => [code, 3]),
		'CLF UYW'.split(' ').map((code): [string, number] => [code, 4]),
	].flat(),
]);

/** Decimal places of a currency, in any case; 2 where nothing else is known. */
export function decimalsOf(currency: string): number {
	return DECIMALS.get(currency.trim().toUpperCase()) ?? 2;
}

/** Further from a whole number of the currency's smallest unit than this, the digits are meant. */
const FLOAT_ERROR = 1e-6;

/**
 * Removes the floating-point error of an amount: 30.299999999999997 is 30.3.
 *
 * @param amount a finite number in major units
 * @param currency ISO 4217, in any case; undefined when it is not known, which means two decimals
 * @returns the amount itself when there is no such error, or when its further digits are meant
 */
export function withoutFloatError(amount: number, currency: string | undefined): number {
	if (Number.isInteger(amount)) return amount;
	const decimals = currency === undefined ? 2 : decimalsOf(currency);
	const factor = 10 ** decimals;
	const rounded = Math.round(amount * factor) / factor;
	if (rounded === amount || rounded === 0) return amount;
	return Math.abs(rounded - amount) < FLOAT_ERROR ? rounded : amount;
}
