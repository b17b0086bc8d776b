/**
 * How a country writes its numbers at home: with a prefix that falls away behind the country code
 * (`0`, `06`), with none and a fixed number of digits, or with a zero that stays (Italy).
 *
 * Source: ITU-T E.164 country codes and the national numbering plans.
 */
interface PhonePlan {
	code: string;
	/** Falls away. */
	prefix?: string;
	/** Digits without prefix and country code. */
	digits?: readonly number[];
	/** How a number begins that keeps its zero. */
	begins?: RegExp;
}

const ZERO =
	'AE971 AL355 AT43 AU61 BA387 BE32 BG359 CH41 CN86 DE49 EG20 FI358 FR33 GB44 GG44 HR385 ID62 IE353 ' +
	'IL972 IM44 IN91 JE44 JP81 KE254 KR82 MA212 ME382 MK389 MY60 NG234 NL31 NZ64 PH63 PK92 RO40 RS381 ' +
	'SA966 SE46 SI386 SK421 TH66 TR90 TW886 UA380 VN84 XK383 ZA27';
const FIXED =
	'BH973:8 CY357:8 CZ420:9 DK45:8 EE372:7,8 ES34:9 GR30:10 HK852:8 IS354:7 KW965:8 LV371:8 MT356:8 ' +
	'MX52:10 NO47:8 OM968:8 PL48:9 PT351:9 QA974:8 SG65:8';

const PLANS: ReadonlyMap<string, PhonePlan> = new Map<string, PhonePlan>([
	...ZERO.split(' ').map((one): [string, PhonePlan] => [
		one.slice(0, 2),
		{ code: one.slice(2), prefix: '0' },
	]),
	...FIXED.split(' ').map((one): [string, PhonePlan] => {
		const [code, digits] = one.slice(2).split(':');
		return [one.slice(0, 2), { code, digits: digits.split(',').map(Number) }];
	}),
	['CA', { code: '1', digits: [10] }],
	['HU', { code: '36', prefix: '06' }],
	['IT', { code: '39', begins: /^[03]/ }],
	['KZ', { code: '7', prefix: '8', digits: [10] }],
	['RU', { code: '7', prefix: '8', digits: [10] }],
	['US', { code: '1', digits: [10] }],
]);
/** Where another prefix than 00 leads abroad. */
const OTHER_EXIT = new Set([
	'AU',
	'CA',
	'HK',
	'ID',
	'JP',
	'KR',
	'KZ',
	'RU',
	'SG',
	'TH',
	'TW',
	'US',
]);
const FEWEST_DIGITS = 6;

/** The countries whose numbers can be read, for messages. */
export const PHONE_COUNTRIES = [...PLANS.keys()].sort().join(', ');

/** Whether national numbers of a country can be read; the code is ISO 3166, upper case. */
export function hasPhonePlan(country: string): boolean {
	return PLANS.has(country);
}

/**
 * A phone number with its country code, which the country's own people leave out.
 *
 * @param text as people write it: digits, spaces, brackets, dashes
 * @returns E.164; undefined where it is not certain, such as a number that lost its first zero
 */
export function withCountryCode(text: string, country: string): string | undefined {
	const plan = PLANS.get(country);
	if (!plan || !/^\(?\d[\d\s().\/-]*$/.test(text)) return undefined;
	const number = text.replace(/\D/g, '');
	if (number.startsWith('00')) {
		return OTHER_EXIT.has(country) ? undefined : e164(number.slice(2));
	}
	const { code, prefix, digits, begins } = plan;
	if (begins) return begins.test(number) ? e164(code + number) : undefined;
	if (prefix === undefined) {
		return digits?.includes(number.length) ? e164(code + number) : undefined;
	}
	if (!number.startsWith(prefix)) return undefined;
	const own = number.slice(prefix.length);
	const fits = digits?.includes(own.length) ?? own.length >= FEWEST_DIGITS;
	return fits ? e164(code + own) : undefined;
}

function e164(digits: string): string | undefined {
	return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined;
}
