/** What programs write where there is no name; `Null` is a name that people have. */
const NO_TEXT = new Set([
	...['undefined', 'null', 'NULL', '(null)', 'NaN', '[object Object]', '[undefined]', '[null]'],
	...[
		'Invalid Date',
		'Invalid DateTime',
		'N/A',
		'n/a',
		'#N/A',
		'#REF!',
		'#VALUE!',
		'#NAME?',
		'#DIV/0!',
	],
	...['#NULL!', '#NUM!', '#ERROR!'],
]);
/** The longest of them. */
const LONGEST = 16;

/** Whether a text is what a program wrote in place of one, or an expression that was not evaluated. */
export function isNoText(text: string): boolean {
	if (text.includes('{{') && text.includes('}}')) return true;
	return text.length <= LONGEST && NO_TEXT.has(text);
}

/** UTF-8 that was read as Latin-1: `Ã©` for é, `â€™` for an apostrophe, `Â£` for £. */
const WRONG_ENCODING = /[ÃÂ][\u0080-\u00BF]|â€|Ã[\u0152-\u0192\u2013-\u2122]/;

/** Whether letters of a text were lost or replaced on their way through a wrong encoding. */
export function hasBrokenLetters(text: string): boolean {
	return text.includes('\uFFFD') || WRONG_ENCODING.test(text);
}
