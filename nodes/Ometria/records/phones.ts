const E164 = /^\+[1-9]\d{6,14}$/;
/** What people write between the digits of a number. */
const BETWEEN = /[\s()./\u2010-\u2015-]/g;
const WRITTEN = /^\+[\d\s()./\u2010-\u2015-]+$/;
/** `tel:+44…`, as a link has it; `(+44) 20 …`. */
const LINK = /^tel:\s?/i;
const BRACKETED_CODE = /^\((\+\d{1,3})\)/;
/** A 0 that is dialled at home only: `+44 (0)20 7946 0000`. */
const HOME_ZERO = /\(\s*0\s*\)/;
/** Where a number keeps its 0 abroad: Italy, San Marino, the Vatican, Ivory Coast, Gabon, the Congo. */
const KEEPS_ZERO = /^\+(?:39|378|379|225|241|242)/;
/** Codes behind which no number begins with 0, as it is dialled at home only. Source: ITU E.164, national plans. */
const WRONG_ZERO =
	/^(\+(?:20|27|3[123]|353|358|40|421|41|43|44|46|49|5[45]|6[1-6]|8[1246]|9[0148]|966|971|972))0/;

/** Whether a number is in E.164, the only form that Ometria documents. */
export function isE164(text: string): boolean {
	return E164.test(text) && !WRONG_ZERO.test(text);
}

/**
 * A phone number in E.164, without what people write between its digits.
 *
 * @returns undefined for a number without its country code, and for one whose "(0)" may be part of it
 */
export function internationalPhone(text: string): string | undefined {
	if (isE164(text)) return text;
	const number = text.replace(LINK, '').replace(BRACKETED_CODE, '$1');
	if (!WRITTEN.test(number)) return undefined;
	const withoutZero = number.replace(HOME_ZERO, '');
	const digits = withoutZero.replace(BETWEEN, '').replace(WRONG_ZERO, '$1');
	const mayNeedZero = withoutZero !== number && KEEPS_ZERO.test(digits);
	return !mayNeedZero && isE164(digits) ? digits : undefined;
}
