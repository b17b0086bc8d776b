import { cleanName } from '../../../../nodes/Ometria/resources/transactionalEmail/attachments';
import { fc } from '../../../support/fastCheck';

test.each([
	['Invoice 1.PDF', 'Invoice 1.PDF'],
	['../../etc/x.pdf', 'x.pdf'],
	['C:\\Users\\ada\\x.pdf', 'x.pdf'],
	['a/b\\c/x.pdf', 'x.pdf'],
	['x.pdf\r\nBcc: eve@shop.example', 'x.pdfBcc: eve@shop.example'],
	['x\u0000.pdf', 'x.pdf'],
	['invoice\u202Efdp.exe', 'invoicefdp.exe'],
	['\u2066x\u2069\u200B\uFEFF.pdf', 'x.pdf'],
	[' x.pdf ', 'x.pdf'],
	['\uD800x.pdf', 'x.pdf'],
	['folder/', ''],
	['..', ''],
	['\u0000', ''],
	['', ''],
	['Rechnung für Zoë 😀.pdf', 'Rechnung für Zoë 😀.pdf'],
	[`${'x'.repeat(300)}.pdf`, `${'x'.repeat(251)}.pdf`],
	[`${'x'.repeat(250)}😀.pdf`, `${'x'.repeat(250)}.pdf`],
	['x'.repeat(300), 'x'.repeat(255)],
])('a file named %j is sent as %j', (given, expected) => {
	expect(cleanName(given)).toBe(expected);
});

test('no name is a path, holds what cannot be seen, or is longer than 255 characters', () => {
	const part = fc.constantFrom('/', '\\', '..', '\n', '\u202E', '.pdf', '\uDC00', '😀');
	const name = fc.array(fc.oneof(part, fc.string({ maxLength: 200, unit: 'binary' })));
	fc.assert(
		fc.property(name, (parts) => {
			const cleaned = cleanName(parts.join(''));
			expect(cleaned).not.toMatch(/[/\\\p{Cc}\p{Cf}\p{Cs}]|^\.\.?$|^\s|\s$/u);
			expect(cleaned.length).toBeLessThanOrEqual(255);
		}),
	);
});
