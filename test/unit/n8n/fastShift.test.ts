import { withFastShift } from '../../../nodes/Ometria/n8n/fastShift';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('an array that is quick to shift', () => {
	test('gives its entries in order, and then nothing', () => {
		const array = withFastShift(numbers(5));
		const taken = [];
		while (array.length > 0) taken.push(array.shift());
		expect(taken).toEqual(numbers(5));
		expect(array.shift()).toBeUndefined();
	});

	test('moves no entries', () => {
		const array = withFastShift(numbers(3));
		array.shift();
		// The last ones are still in place, though in reverse.
		expect(Array.from(array)).toEqual([2, 1]);
	});

	test('is the same array, and like any other until then', () => {
		const array = numbers(3);
		expect(withFastShift(array)).toBe(array);
		expect(array).toEqual([0, 1, 2]);
		expect(Object.keys(array)).toEqual(['0', '1', '2']);
		expect(JSON.stringify(array)).toBe('[0,1,2]');
		expect(structuredClone(array)).toEqual([0, 1, 2]);
	});
});
