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

function isNoWord(text: string): boolean {
	return text.length <= LONGEST && NO_TEXT.has(text);
}

/** Whether a text is what a program wrote in place of one, or an expression that was not evaluated. */
export function isNoText(text: string): boolean {
	return (text.includes('{{') && text.includes('}}')) || isNoWord(text);
}

/** ASCII without braces, between letters or digits. */
const PLAIN = /^[A-Za-z0-9](?:[ -z]*[A-Za-z0-9])?$/;

/**
 * Whether a text is clearly one: nothing is to be removed from it, and nothing was lost on its way.
 * Most are, and need no closer look.
 */
export function isPlainText(text: string): boolean {
	return PLAIN.test(text) && !isNoWord(text);
}

/** UTF-8 that was read as Latin-1: `Ã©` for é, `â€™` for an apostrophe, `Â£` for £. */
const WRONG_ENCODING = /[ÃÂ][\u0080-\u00BF]|â€|Ã[\u0152-\u0192\u2013-\u2122]/;

/** Whether letters of a text were lost or replaced on their way through a wrong encoding. */
export function hasBrokenLetters(text: string): boolean {
	return text.includes('\uFFFD') || WRONG_ENCODING.test(text);
}
