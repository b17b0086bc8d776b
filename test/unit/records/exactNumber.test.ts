import { keepsDigits } from '../../../nodes/Ometria/records/exactNumber';
import { fc } from '../../support/fastCheck';

describe('a decimal number', () => {
	it('is the same when JavaScript has read it, up to 15 characters', () => {
		const digits = fc.stringMatching(/^[1-9]\d{0,6}\.\d{1,7}$/);
		fc.assert(
			fc.property(digits, (text) => {
				const decimals = text.length - 1 - text.indexOf('.');
				expect(Number(text).toFixed(decimals)).toBe(text);
				expect(keepsDigits(text)).toBe(true);
			}),
		);
	});

	it.each([
		['12.50', true],
		['-0.1', true],
		['1e400', false],
		['1e-400', false],
		['1.25e1', true],
		['9007199254740993', false],
		['9007199254740992', true],
		['0.1234567890123456789', false],
		['0000000000000000000012.50', true],
		['12.500000000000000000000', true],
		[`1${'0'.repeat(400)}`, false],
	])('%s keeps its digits: %p', (text, keeps) => {
		expect(keepsDigits(text)).toBe(keeps);
	});
});
