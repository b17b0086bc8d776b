import { serverText } from '../../../nodes/Ometria/transport/serverText';

describe('server text', () => {
	const said = (text: string) => serverText({ kind: 'answer', status: 400, headers: {}, text });

	test.each([
		['{"message":"no"}', 'no'],
		['{"error":{"detail":"deep"}}', 'deep'],
		['{"errors":[{"error_message":"first"},{"error_message":"second"}]}', 'first; second'],
		['{"errors":[{},{"message":"second"}]}', 'second'],
		['{"errors":[]}', '{"errors":[]}'],
		['{"message":" ","detail":"no"}', 'no'],
		['{"title":"Busy","message":"no"}', 'Busy; no'],
		['{"other":1}', '{"other":1}'],
		['"plain"', 'plain'],
		['Payload invalid: Record is too large.', 'Payload invalid: Record is too large.'],
		['<html><head><title> 502 Bad Gateway </title></head>', '502 Bad Gateway'],
		['<HTML><TITLE lang="en">Busy</TITLE>', 'Busy'],
		['', ''],
		[`{"message":${'['.repeat(60)}${']'.repeat(60)}}`, ''],
	])('%s says %s', (text, expected) => {
		expect(said(text)).toBe(expected);
	});

	test.each([
		[
			'a problem document, with its list of texts',
			{
				type: 'about:blank',
				title: 'Bad Request',
				status: 400,
				detail: 'Validation failed',
				validation_errors: ['records[3]: id is missing', 'records[9]: email is not valid'],
			},
			'Bad Request; Validation failed; records[3]: id is missing; records[9]: email is not valid',
		],
		[
			'a list of objects, with what they are about',
			{
				detail: 'Validation failed',
				errors: [{ record: 3, message: 'no id' }, { field: 'email' }],
			},
			'Validation failed; no id (record: 3); field: email',
		],
		[
			'texts by field',
			{
				title: 'Invalid',
				validation_errors: { email: ['is not valid', 'is too long'], id: 'empty' },
			},
			'Invalid; id: empty; email: is not valid; email: is too long',
		],
		['the same text twice', { title: 'Not Found', detail: 'Not Found' }, 'Not Found'],
		['a further member', { error: 'no', code: 17, request_id: 'r-1' }, 'no (code: 17)'],
		[
			'nothing but a status',
			{ status: 400, type: 'about:blank' },
			'{"status":400,"type":"about:blank"}',
		],
	])('says all that there is in %s', (_what, body, expected) => {
		expect(said(JSON.stringify(body))).toBe(expected);
	});

	test('is 1,000 characters at most, however many and long its texts are', () => {
		for (const body of [
			{ errors: Array.from({ length: 5000 }, (_, index) => ({ message: `error ${index}` })) },
			{ message: 'x'.repeat(1_000_000), errors: ['y'.repeat(1_000_000)] },
			{ errors: Object.fromEntries(Array.from({ length: 1900 }, (_, i) => [`f${i}`, ['no']])) },
			{ note: 'x'.repeat(1_000_000) },
		]) {
			const text = said(JSON.stringify(body));
			expect(text.length).toBeGreaterThan(900);
			expect(text.length).toBeLessThanOrEqual(1001);
		}
	});

	test('is not looked for below a depth that no answer has', () => {
		const nested = (depth: number) => `${'[ '.repeat(depth)}"no"${' ]'.repeat(depth)}`;
		expect(said(nested(50))).toBe('no');
		expect(said(`\n${nested(51)}`)).toBe('');
		expect(said(nested(51).replaceAll('[', '{'))).toBe('');
	});

	test('may hold any number of brackets beside each other, and within a text', () => {
		const brackets = '[{'.repeat(30);
		expect(said(JSON.stringify({ list: Array(60).fill([{}]), message: 'no' }))).toBe('no');
		expect(said(JSON.stringify({ message: `"${brackets}` }))).toBe(`"${brackets}`);
		expect(said(`Unexpected ${brackets}`)).toBe(`Unexpected ${brackets}`);
	});
});
