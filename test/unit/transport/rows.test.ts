import {
	oneRow,
	readAnyRows,
	readRow,
	readRows,
	simplify,
} from '../../../nodes/Ometria/transport/rows';

describe('a list', () => {
	it('is read as it is, and an element that is not an object is kept as "value"', () => {
		expect(readRows([{ id: 1 }, 'two', null, [3]])).toEqual([
			{ id: 1 },
			{ value: 'two' },
			{ value: null },
			{ value: [3] },
		]);
		expect(readRows([])).toEqual([]);
	});

	it.each([{ id: 1 }, 'text', null, undefined])('is not what was asked for: %j', (body) => {
		expect(readRows(body)).toBeUndefined();
	});

	it('may be a single object where its shape is not documented', () => {
		expect(readAnyRows({ id: 1 })).toEqual([{ id: 1 }]);
		expect(readAnyRows([{ id: 1 }, { id: 2 }])).toEqual([{ id: 1 }, { id: 2 }]);
		expect(readAnyRows('text')).toBeUndefined();
	});
});

describe('one thing', () => {
	it.each([
		[{ id: 1 }, { row: { id: 1 }, others: 0 }],
		[[{ id: 1 }, { id: 2 }], { row: { id: 1 }, others: 1 }],
		[{}, { row: undefined, others: 0 }],
		[[], { row: undefined, others: 0 }],
	])('is read from an object or a list: %j', (body, expected) => {
		expect(readRow(body)).toEqual(expected);
	});

	it('is chosen where several are given, and none of them is taken for it', () => {
		const read = (id: number) => oneRow((row) => row.id === id)([{ id: 1 }, null, { id: 2 }]);
		expect(read(2)).toEqual({ row: { id: 2 }, others: 2 });
		expect(read(3)).toEqual({ row: undefined, others: 3 });
	});

	it.each([['text'], [['text']], [null]])('is not what was asked for: %j', (body) => {
		expect(readRow(body)).toBeUndefined();
	});
});

describe('a simplified row', () => {
	const row = { id: 1, email: 'a@shop.example', note: null };

	it('has the fields wanted that the row has, in the order given', () => {
		expect(Object.entries(simplify(row, ['note', 'toString', 'phone', 'id']))).toEqual([
			['note', null],
			['id', 1],
		]);
	});

	it('is the whole row when no fields are wanted or it has none of them', () => {
		expect(simplify(row, undefined)).toEqual(row);
		expect(simplify(row, ['phone'])).toEqual(row);
	});
});
