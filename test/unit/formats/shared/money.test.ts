import {
	dividedBy,
	fromWhole,
	readMoney,
	sum,
	times,
	toNumber,
} from '../../../../nodes/Ometria/formats/shared/money';
import { fc } from '../../../support/fastCheck';

const amount = (text: string) => {
	const money = readMoney(text);
	if (money === undefined) throw new TypeError(text);
	return money;
};

describe('amounts of money', () => {
	it.each<[unknown, number]>([
		['19.90', 19.9],
		[' 7 ', 7],
		[8.264462809917356, 8.2645],
		['-4.00', -4],
		['+4', 4],
		['0.00005', 0.0001],
		['-0.00004', 0],
		['119.0000', 119],
		['99999999999.9999', 99999999999.9999],
		['999999999999999', 999999999999999],
		['00000000000001.5', 1.5],
		['100000000000000.0000', 100000000000000],
	])('%j is %d', (value, number) => {
		const money = readMoney(value);
		expect(money).toBeDefined();
		expect(Object.is(toNumber(money ?? -1n), number)).toBe(true);
	});

	it.each([
		'',
		' ',
		null,
		undefined,
		NaN,
		Infinity,
		1e21,
		'1e3',
		'1,50',
		'1.234,50',
		'£5',
		'.5',
		'5.',
		'٣',
		'0x10',
		{},
		[],
		true,
		'123456789012345.67',
		'1'.repeat(40),
	])('%j is not an amount that can be sent exactly', (value) =>
		expect(readMoney(value)).toBeUndefined(),
	);

	it('have sums without binary noise', () => {
		expect(toNumber(sum([amount('10.10'), undefined, amount('20.20')]) ?? 0n)).toBe(30.3);
		expect(sum([undefined])).toBeUndefined();
		expect(sum([])).toBeUndefined();
	});

	it('are multiplied and divided with halves rounded away from 0', () => {
		expect(toNumber(times(amount('0.10'), fromWhole(3)))).toBe(0.3);
		expect(toNumber(times(amount('9.99'), amount('0.5')))).toBe(4.995);
		expect(toNumber(dividedBy(amount('10'), fromWhole(3)) ?? 0n)).toBe(3.3333);
		expect(toNumber(dividedBy(amount('-20'), fromWhole(3)) ?? 0n)).toBe(-6.6667);
		expect(toNumber(dividedBy(amount('0.0001'), fromWhole(2)) ?? 0n)).toBe(0.0001);
		expect(dividedBy(amount('1'), 0n)).toBeUndefined();
	});

	it('are sent as they were written up to 15 digits', () => {
		const digits = (most: number) => fc.integer({ min: 0, max: 10 ** most - 1 });
		fc.assert(
			fc.property(fc.boolean(), digits(11), digits(4), (negative, whole, places) => {
				const text = `${negative ? '-' : ''}${whole}.${String(places).padStart(4, '0')}`;
				expect(toNumber(amount(text)) + 0).toBe(Number(text) + 0);
			}),
		);
	});
});
