import { decode, readInput } from '../../../checker/input';
import { UsageError } from '../../../sandbox/usage';

describe('a CSV file', () => {
	test.each([
		['commas', ','],
		['semicolons', ';'],
		['tabs', '\t'],
		['vertical bars', '|'],
	])('becomes rows of texts by its headings, with %s', (name, mark) => {
		const text = `\uFEFFid${mark}E-Mail\r\n007${mark}ada@shop.example\r\n\r\n8${mark}"a${mark}""b"\r\n`;
		const { items, areRows, note } = readInput(text);
		expect(items).toEqual([
			{ id: '007', 'E-Mail': 'ada@shop.example' },
			{ id: '8', 'E-Mail': `a${mark}"b` },
		]);
		expect(areRows).toBe(true);
		expect(note).toContain(`CSV with ${name}`);
	});

	test('counts no delimiter inside quotes of a heading', () => {
		expect(readInput('id,"a;b;c;d"\n1,x').items).toEqual([{ id: '1', 'a;b;c;d': 'x' }]);
	});

	test('is not read where a row has another length, and the error says which line', () => {
		expect(() => readInput('id,email\n1,a@shop.example,more')).toThrow(/line 2/);
	});
});

describe('JSON', () => {
	const one = { id: '1' };
	const two = { id: '2', nested: { a: [1] } };

	test('is an item for each entry of a list, whatever it is', () => {
		expect(readInput(JSON.stringify([one, two, 5])).items).toEqual([one, two, 5]);
	});

	test('is one item where it is an object', () => {
		expect(readInput(`\uFEFF ${JSON.stringify(two)}`).items).toEqual([two]);
	});

	test('is an item for each line where each holds an object', () => {
		const text = `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`;
		expect(readInput(text)).toMatchObject({ items: [one, two], areRows: false });
	});

	test('is not read where it is broken, and the error says so', () => {
		expect(() => readInput('[{"id": 1},]')).toThrow(/cannot be read as JSON/);
	});
});

test.each(['', ' \n', '[]', 'id,email\n'])('a file without items is not read: %j', (text) => {
	expect(() => readInput(text)).toThrow(UsageError);
});

test('a file is decoded in its encoding, and one of another is refused', () => {
	const bytes = Uint8Array.from([0x5a, 0x6f, 0xeb]);
	expect(decode(bytes, 'windows-1252')).toBe('Zoë');
	expect(() => decode(bytes)).toThrow(/not text in the encoding utf-8/);
	expect(() => decode(bytes, 'martian')).toThrow(/"martian" is not known/);
});
