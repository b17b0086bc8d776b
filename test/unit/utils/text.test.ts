import { listed, shorten, shown } from '../../../nodes/Ometria/utils/text';
import { fc } from '../../support/fastCheck';

test('a text is shortened without cutting an emoji', () => {
	const short = shorten(`${'x'.repeat(299)}😀😀`);
	expect(short).toBe(`${'x'.repeat(299)}…`);
});

test('a text of spaces only is shortened too', () => {
	expect(shorten(`a${' '.repeat(1_000_000)}b`, 10)).toBe('a…');
});

describe('a value in a message', () => {
	it('is the beginning of its JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const json = JSON.stringify(value).replace(/\s+/g, ' ').trim();
				const whole = json.length <= 60;
				if (whole && value !== null) expect(shown(value)).toBe(json);
				expect(shown(value).length).toBeLessThanOrEqual(61);
				const start = shown(value).replace(/…$/, '');
				expect(json.startsWith(start)).toBe(true);
			}),
		);
	});

	it.each([
		['a list', Array.from({ length: 1_000_000 }, () => 1)],
		['a text', 'x'.repeat(10_000_000)],
		['a name', { ['x'.repeat(10_000_000)]: 1 }],
		['lists in lists', JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown],
	])('is found out without writing all of %s', (_what, value) => {
		const write = jest.spyOn(JSON, 'stringify');
		expect(shown(value)).toHaveLength(61);
		for (const [part] of write.mock.calls) expect(String(part).length).toBeLessThan(1000);
		write.mockRestore();
	});
});

describe('a list in a message', () => {
	const text = (entry: string | number) => String(entry);

	it('is whole as long as it is short', () => {
		expect(listed([], text)).toBe('');
		expect(listed(['a'], text)).toBe('a');
		expect(listed(['a', 'b', 'c'], text)).toBe('a, b, c');
		expect(listed(['a', 'b', 'c'], text, { last: ' and ' })).toBe('a, b and c');
	});

	it('names 20 and counts the rest, of which no text is made', () => {
		const made: number[] = [];
		const numbers = Array.from({ length: 3000 }, (_entry, index) => index);
		const list = listed(numbers, (number) => text(made.push(number)));
		expect(list).toMatch(/^1, 2, .*, 20 and 2,980 more$/);
		expect(made).toHaveLength(20);
		expect(listed(numbers, text, { most: 2 })).toBe('0, 1 and 2,998 more');
	});

	it('has at most 1,000 characters, whatever is in it', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ maxLength: 3000, size: 'max' })), (entries) => {
				const list = listed(entries, text);
				expect(list.length).toBeLessThanOrEqual(1000);
			}),
		);
	});
});
