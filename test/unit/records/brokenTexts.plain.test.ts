import {
	hasBrokenLetters,
	isNoText,
	isPlainText,
} from '../../../nodes/Ometria/records/brokenTexts';
import {
	cleanIdentifier,
	damageOf,
	hasLoneSurrogate,
	isOrdinary,
	placeholderReason,
	withoutTextMark,
} from '../../../nodes/Ometria/records/identifiers';
import { fc } from '../../support/fastCheck';

/** Texts put together of what is looked for, and of what is not. */
const texts = fc
	.array(
		fc.oneof(
			fc.constantFrom('undefined', 'null', 'NaN', 'N/A', 'guest', '0', '0.0', 'E+', '{{', '}}'),
			fc.constantFrom('[object Object]', 'Ã©', '\uFFFD', '\u200B', '\uD800', "'", '-', '_', ' '),
			fc.constantFrom('SKU', 'u', 'Desk lamp', '12', '7', '.', ',', '+44', '2026-01-15'),
			fc.string({ maxLength: 3 }),
		),
		{ maxLength: 4 },
	)
	.map((parts) => parts.join(''));

test('a closer look finds nothing in an ordinary ID', () => {
	fc.assert(
		fc.property(texts, (id) => {
			if (!isOrdinary(id)) return;
			expect(placeholderReason(id, true)).toBeUndefined();
			expect(damageOf(id, true, true)).toBeUndefined();
			expect(hasLoneSurrogate(id)).toBe(false);
			expect(hasBrokenLetters(id)).toBe(false);
			expect(cleanIdentifier(id)).toBe(id);
			expect(id).not.toMatch(/^[a-z ]+$/i);
		}),
	);
	expect(['SKU-17', 'c_1000', '8812', 'a-00'].filter((id) => !isOrdinary(id))).toEqual([]);
});

test('a closer look finds nothing in a plain text', () => {
	fc.assert(
		fc.property(texts, (text) => {
			if (!isPlainText(text)) return;
			expect(isNoText(text.trim())).toBe(false);
			expect(hasBrokenLetters(text)).toBe(false);
			expect(withoutTextMark(text)).toBe(text);
			expect(text.trim()).toBe(text);
			expect(text).not.toBe('');
		}),
	);
	expect(['Ada', 'Desk lamp, 40 W', "O'Neill"].filter((text) => !isPlainText(text))).toEqual([]);
});
