import { serverText } from '../../../nodes/Ometria/transport/serverText';

describe('server text', () => {
	const said = (text: string) => serverText({ kind: 'answer', status: 400, headers: {}, text });

	test.each([
		['{"message":"no"}', 'no'],
		['{"error":{"detail":"deep"}}', 'deep'],
		['{"errors":[{"error_message":"first"},{"error_message":"second"}]}', 'first'],
		['{"errors":[]}', '{"errors":[]}'],
		['"plain"', 'plain'],
		['Payload invalid: Record is too large.', 'Payload invalid: Record is too large.'],
		['<html><head><title> 502 Bad Gateway </title></head>', '502 Bad Gateway'],
		['', ''],
		[`{"message":${'['.repeat(60)}${']'.repeat(60)}}`, ''],
	])('%s says %s', (text, expected) => {
		expect(said(text)).toBe(expected);
	});
});
