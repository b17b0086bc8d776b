import { tokenMask } from '../../../nodes/Ometria/transport/maskToken';
import { fc } from '../../support/fastCheck';

const TOKEN = 'k3y/With+Odd&"Parts"=9f2c';
const mask = tokenMask(TOKEN);

const withoutPadding = (text: string) => text.replace(/=+$/, '');

test.each([
	['as it is', TOKEN],
	['in lower case', TOKEN.toLowerCase()],
	['in upper case', TOKEN.toUpperCase()],
	['escaped for JSON', JSON.stringify(TOKEN).slice(1, -1)],
	['escaped for JSON with escaped slashes', JSON.stringify(TOKEN).slice(1, -1).replace('/', '\\/')],
	['encoded for a URL', encodeURIComponent(TOKEN)],
	['encoded for a URL in lower case', encodeURIComponent(TOKEN).toLowerCase()],
	['as base64', withoutPadding(Buffer.from(TOKEN).toString('base64'))],
	['as base64 for a URL', Buffer.from(TOKEN).toString('base64url')],
	['escaped for HTML', 'k3y/With+Odd&amp;&quot;Parts&quot;=9f2c'],
	['as hexadecimal digits', Buffer.from(TOKEN).toString('hex')],
])('the token is masked %s', (_how, form) => {
	const masked = mask(`before ${form} after`);
	expect(masked).toContain('[access token]');
	expect(masked).not.toContain(form.slice(2, -3));
});

test('the token is masked in base64 of a text that holds it at any place', () => {
	for (const before of ['', 'u', 'us', 'user:', 'another:']) {
		const encoded = Buffer.from(`${before}${TOKEN}~ and more`).toString('base64');
		expect(mask(encoded)).toContain('[access token]');
	}
});

test.each([
	["<it's>&", '&lt;it&#39;s&gt;&amp;'],
	['abc%', 'abc%25'],
	['???>>>~~~', 'Pz8/Pj4+fn5+'],
	['???>>>~~~', 'Pz8_Pj4-fn5-'],
])('the whole form of the token %s is masked, nothing of it is left: %s', (token, form) => {
	expect(tokenMask(token)(`before ${form} after`)).toBe('before [access token] after');
});

test('base64 of a short token may be an ordinary word, and is left as it is', () => {
	const encoded = (token: string) => tokenMask(token)(Buffer.from(token).toString('base64'));
	expect(encoded('abcdefgh')).toBe('YWJjZGVmZ2g=');
	expect(encoded('abcdefghi')).toBe('[access token]');
});

test('nothing is masked without a token', () => {
	expect(tokenMask('')('a text with \\u0041')).toBe('a text with \\u0041');
});

/** JSON of a text with every letter escaped. */
const escapedJson = (text: string) =>
	`"${Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')}"`;

test('the token is masked when JSON escapes its letters', () => {
	const token = 'abcdef0123456789';
	const masked = tokenMask(token)(`{"status":${escapedJson(token)}}`);
	expect(JSON.parse(masked)).toEqual({ status: '[access token]' });
});

test.each([
	['a letter', '"\\n\\u0041"', '"\\nA"'],
	['a quote', '"\\u0022"', '"\\u0022"'],
	['a backslash', '"\\u005c"', '"\\u005c"'],
	['a control character', '"\\u007f"', '"\\u007f"'],
	['no character, but a backslash before text', '"\\\\u0041"', '"\\\\u0041"'],
])('an escape of JSON that stands for %s is read or left as it is', (_what, json, expected) => {
	expect(mask(json)).toBe(expected);
});

test('JSON without the token keeps its meaning', () => {
	const texts = fc.array(
		fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('\\', 'u', '0', '4', '"') })),
	);
	fc.assert(
		fc.property(texts, fc.boolean(), (values, escape) => {
			const json = escape ? `[${values.map(escapedJson).join()}]` : JSON.stringify(values);
			expect(JSON.parse(mask(json))).toEqual(values);
		}),
	);
});
