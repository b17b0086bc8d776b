import { serverText } from '../../../nodes/Ometria/transport/serverText';

describe('server text', () => {
	const said = (text: string) => serverText({ kind: 'answer', status: 400, headers: {}, text });

	test.each([
		['{"message":"no"}', 'no'],
		['{"error":{"detail":"deep"}}', 'deep'],
		['{"errors":[{"error_message":"first"},{"error_message":"second"}]}', 'first'],
		['{"errors":[{},{"message":"second"}]}', 'second'],
		['{"errors":[]}', '{"errors":[]}'],
		['{"message":" ","detail":"no"}', 'no'],
		['{"title":"Busy","message":"no"}', 'no'],
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
