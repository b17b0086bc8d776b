import { idOrNothing, readId } from '../../../../nodes/Ometria/formats/shared/ids';
import { orderStatus } from '../../../../nodes/Ometria/formats/shared/statuses';
import {
	count,
	describeValue,
	labelled,
	phoneNumber,
	readBoolean,
	utcTime,
	wholeNumber,
	withoutUndefined,
	zonedTime,
} from '../../../../nodes/Ometria/formats/shared/values';
import type { FormatSettings, StatusRow } from '../../../../nodes/Ometria/formats/types';
import { settings } from '../formatTests';

describe('ids of shops', () => {
	it.each<[unknown, string | undefined]>([
		[8801, '8801'],
		['8801', '8801'],
		[' SKU-1 ', 'SKU-1'],
		['gid://shopify/Customer/8801', '8801'],
		['gid://shopify/Customer/8801?x=1', '8801'],
		['000000042', '000000042'],
		[0, undefined],
		['0', undefined],
		[-1, undefined],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
		['undefined', undefined],
		['[object Object]', undefined],
		['NaN', undefined],
	])('%j is %j', (value, id) => expect(readId(value)).toEqual({ ok: true, id }));

	it.each([2 ** 53, 1.5, NaN, {}, [], true, 'gid://shopify/Customer/', 'gid://x'])(
		'%j is refused',
		(value) => {
			expect(readId(value).ok).toBe(false);
			expect(idOrNothing(value)).toBeUndefined();
		},
	);
});

describe('values of payloads', () => {
	it.each([
		'2026-01-15T10:05:00Z',
		'2026-01-15T10:05:00.123+05:30',
		'2026-01-15T10:05-05',
		'2028-02-29T00:00:00+00:00',
	])('%s is a time with its zone', (time) => expect(zonedTime(time)).toBe(time));

	it.each([
		'2026-01-15T10:05:00',
		'2026-01-15',
		'2026-02-29T00:00:00Z',
		'2026-13-01T00:00:00Z',
		'yesterday',
		'',
		1736935500,
		null,
		{},
	])('%j is none', (value) => expect(zonedTime(value)).toBeUndefined());

	it('a documented UTC time gets its zone', () => {
		expect(utcTime('2026-03-29 01:30:00')).toBe('2026-03-29T01:30:00Z');
		expect(utcTime('2026-03-29T01:30:00')).toBe('2026-03-29T01:30:00Z');
		expect(utcTime('2026-03-29T01:30:00+02:00')).toBe('2026-03-29T01:30:00+02:00');
		expect(utcTime('0000-00-00 00:00:00')).toBeUndefined();
	});

	it('flags and counts are read from texts too, and nothing else is', () => {
		expect([true, 'true', ' FALSE ', 1, 'yes', null].map(readBoolean)).toEqual([
			true,
			true,
			false,
			undefined,
			undefined,
			undefined,
		]);
		expect([3, '3', -3, 1.5, '1.5', '', null, true].map(wholeNumber)).toEqual([
			3,
			3,
			-3,
			undefined,
			undefined,
			undefined,
			undefined,
			undefined,
		]);
		expect([0, 2, -1].map(count)).toEqual([0, 2, undefined]);
	});

	it('phone numbers are taken with a country code only', () => {
		expect(phoneNumber('+33 (6) 12-34.56 78')).toBe('+33612345678');
		expect(phoneNumber('+44 (0)20 7946 0000')).toBe('+442079460000');
		expect(phoneNumber('+39 (0)6 1234 5678')).toBeUndefined();
		expect(phoneNumber('06 12 34 56 78')).toBeUndefined();
		expect(phoneNumber('+0612345678')).toBeUndefined();
	});

	it('an attribute has an ID made of its value, in any script', () => {
		expect(labelled('Shoe Size', ' 42 ½ ')).toEqual({
			type: 'shoe-size',
			id: '42-½',
			label: ' 42 ½ ',
		});
		expect(labelled('color', '美しい青')).toMatchObject({ id: '美しい青' });
		expect(labelled('color', '!!!')).toMatchObject({ id: '!!!' });
		expect(labelled(undefined, 'x')).toBeUndefined();
		expect(labelled('color', undefined)).toBeUndefined();
	});

	it('keys without a value are left out, and null is a value', () => {
		expect(withoutUndefined({ a: undefined, b: null, c: 0, d: '' })).toEqual({
			b: null,
			c: 0,
			d: '',
		});
	});

	it('a value is shown in a few characters, whatever it is', () => {
		const values = ['a', 1, null, undefined, [1, 2], { a: 1 }, 10n, Symbol('x'), 'x'.repeat(99)];
		expect(values.map(describeValue)).toEqual([
			'"a"',
			'1',
			'null',
			'nothing',
			'a list of 2',
			'a value of type object',
			'a value of type bigint',
			'a value of type symbol',
			`"${'x'.repeat(58)}…`,
		]);
	});
});

describe('statuses of orders', () => {
	const TABLE: readonly StatusRow[] = [
		{ shop: 'paid', status: 'complete', group: 'counted' },
		{ shop: 'waiting', status: 'waiting', group: 'unpaid' },
		{ shop: 'void', status: 'cancelled', group: 'notCounted' },
		{ shop: 'draft', status: undefined, group: 'skipped' },
	];
	const status = (word: string, more: Partial<FormatSettings> = {}, wider?: string[]) =>
		orderStatus(word, TABLE, settings(more), wider);

	it('follow the table in any case', () => {
		expect(status('PAID')).toEqual({ kind: 'send', status: 'complete', isValid: true });
		expect(status('void')).toEqual({ kind: 'send', status: 'cancelled', isValid: false });
		expect(status('draft')).toEqual({ kind: 'skip' });
		expect(status('packed')).toEqual({ kind: 'unknown' });
	});

	it('follow the setting where the order is not paid', () => {
		expect(status('waiting')).toMatchObject({ isValid: false });
		expect(status('waiting', { unpaidOrders: 'count' })).toMatchObject({ isValid: true });
		expect(status('waiting', { unpaidOrders: 'skip' })).toEqual({ kind: 'skip' });
	});

	it('follow the lists of the user first', () => {
		expect(status('packed', { statusesCounted: ['packed'] })).toEqual({
			kind: 'send',
			status: 'packed',
			isValid: true,
		});
		expect(status('paid', { statusesNotCounted: ['paid'] })).toMatchObject({ isValid: false });
		expect(status('paid', { statusesSkipped: ['paid'] })).toEqual({ kind: 'skip' });
		expect(status('draft', { statusesNotCounted: ['draft'] })).toMatchObject({ isValid: false });
	});

	it('follow wider words only where the user lists them, and keep their own name', () => {
		expect(status('paid', {}, ['void'])).toMatchObject({ status: 'complete', isValid: true });
		const listed = { statusesNotCounted: ['void'] };
		expect(status('paid', listed, ['void'])).toEqual({
			kind: 'send',
			status: 'complete',
			isValid: false,
		});
	});
});
