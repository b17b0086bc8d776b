import { readPushErrors } from '../../../nodes/Ometria/pushErrors/pushError';
import { toItem } from '../../../nodes/Ometria/pushErrors/toItem';
import { fc } from '../../support/fastCheck';

const SHORT = { error_message: 'not a valid value', error_path: 'root > lastname' };
const FULL = {
	request_id: 'r-1',
	record_type: 'contact',
	record_id: 'c-1',
	record: { '@type': 'contact', id: 'c-1', email: 'ada@shop.example', lastname: 42 },
	timestamp: '2026-01-15T09:30:00+00:00',
	account: 'acc123',
	source: 'api',
	message: SHORT,
};

const onlyItem = (entry: unknown, includeRecord = false) => {
	const errors = readPushErrors([entry]) ?? [];
	expect(errors).toHaveLength(1);
	return toItem(errors[0], { includeRecord });
};

describe('reading the error list', () => {
	it('reads the short form', () => {
		expect(onlyItem(SHORT)).toEqual({
			request_id: null,
			record_type: null,
			record_id: null,
			error_message: 'not a valid value',
			error_path: 'root > lastname',
			field: 'lastname',
			timestamp: null,
			source: null,
		});
	});

	it('reads the full form, without the record unless it is asked for', () => {
		const item = {
			request_id: 'r-1',
			record_type: 'contact',
			record_id: 'c-1',
			error_message: 'not a valid value',
			error_path: 'root > lastname',
			field: 'lastname',
			timestamp: '2026-01-15T09:30:00+00:00',
			source: 'api',
			other_fields: { account: 'acc123' },
		};
		expect(onlyItem(FULL)).toEqual(item);
		// What is read first stands first: an ID of a request fills the width of a table.
		expect(Object.keys(onlyItem(FULL)).slice(0, 2)).toEqual(['record_id', 'error_message']);
		expect(onlyItem(FULL, true)).toEqual({ ...item, record: FULL.record });
	});

	it('reads the flattened form of an ETL tool', () => {
		const { request_id, record_type, record_id, record, account, source, timestamp } = FULL;
		const flattened = {
			...{ request_id, record_type, record_id, record, account, source },
			message_error: SHORT.error_message,
			message_error_path: SHORT.error_path,
			time_stamp: timestamp,
		};
		expect(onlyItem(flattened)).toEqual(onlyItem(FULL));
	});

	it.each([
		['a text', { ...FULL, message: 'too large' }, 'too large', null],
		[
			'under the key error',
			{ ...FULL, message: { error: 'bad', error_path: 'root > id' } },
			'bad',
			'id',
		],
		[
			'a text under error, beside its path',
			{ error: 'bad', error_path: ['root', 'items', 2] },
			'bad',
			'items > 2',
		],
		['about the record as a whole', { error_message: 'bad', error_path: 'root' }, 'bad', null],
		['missing', { request_id: 'r-1' }, 'no message given', null],
		['an empty list', { ...FULL, message: [] }, 'no message given', null],
		['the entry itself', 'bad', 'bad', null],
		['nothing at all', null, 'no message given', null],
	])('reads a message that is %s', (_case, entry, message, field) => {
		expect(onlyItem(entry)).toMatchObject({ error_message: message, field });
	});

	it('gives one error per message of a record', () => {
		const messages = [SHORT, { error_message: 'missing', error_path: 'root > email' }, 'odd'];
		const errors = readPushErrors([{ ...FULL, message: messages }]) ?? [];
		expect(errors.map(({ recordId, field, message }) => [recordId, field, message])).toEqual([
			['c-1', 'lastname', 'not a valid value'],
			['c-1', 'email', 'missing'],
			['c-1', undefined, 'odd'],
		]);
	});

	it('keeps fields of the same name from three levels apart', () => {
		const entry = { code: 1, message: { code: 2, errors: [{ code: 3, message: 'bad' }] } };
		expect(onlyItem(entry).other_fields).toEqual({
			code: 1,
			message_code: 2,
			message_message_code: 3,
		});
	});

	it('takes 50 messages of an entry and says how many more it has', () => {
		const messages = Array.from({ length: 2000 }, (_, index) => ({ message: `bad ${index}` }));
		const errors = readPushErrors([{ ...FULL, message: [messages, 'x'] }]) ?? [];
		expect(errors).toHaveLength(50);
		expect(errors[0].message).toBe('bad 0');
		expect(errors[49].message).toBe('bad 49 (and 1,951 more messages)');
	});

	it('takes 50 further fields of an entry, and 1,000 characters of a path and an id', () => {
		const fields = Object.fromEntries(
			Array.from({ length: 2000 }, (_, index) => [`field_${index}`, index]),
		);
		const long = 'x'.repeat(1_000_000);
		const item = onlyItem({
			...fields,
			record_id: long,
			message: { error: 'bad', error_path: long },
		});
		expect(Object.keys(item.other_fields ?? {})).toHaveLength(50);
		expect(item.record_id).toHaveLength(1001);
		expect(item.error_path).toHaveLength(1001);
	});

	it('gives a record of megabytes to the first of its messages only', () => {
		const record = { '@type': 'contact', lastname: 'x'.repeat(5_000_000) };
		const errors = readPushErrors([{ ...FULL, record, extra: record, message: ['a', 'b'] }]) ?? [];
		expect(errors.map((error) => [error.record, Object.keys(error.extra)])).toEqual([
			[record, ['account', 'extra']],
			[undefined, []],
		]);
	});

	it('reads 10 MB of messages and fields in any arrangement in less than a second of CPU', () => {
		const fields = (count: number) =>
			Object.fromEntries(Array.from({ length: count }, (_, index) => [`field_${index}`, 'x']));
		const messages = Array.from({ length: 9000 }, () => ({ message: 'bad', ...fields(10) }));
		let nested: unknown = messages;
		for (let depth = 0; depth < 40; depth++) nested = { ...fields(1900), message: [nested, 'x'] };
		const began = process.cpuUsage();
		readPushErrors(
			Array.from({ length: 5 }, () => ({ ...FULL, message: messages, ...fields(1900) })),
		);
		readPushErrors([nested]);
		const { user, system } = process.cpuUsage(began);
		expect((user + system) / 1000).toBeLessThan(1000);
	});

	it('takes numbers for ids', () => {
		expect(onlyItem({ ...FULL, request_id: 7, record_id: 8 })).toMatchObject({
			request_id: '7',
			record_id: '8',
		});
	});

	it('keeps unknown fields of entry and message apart', () => {
		const entry = { ...FULL, code: 1, message: { ...SHORT, code: 2, hint: 'x' } };
		expect(onlyItem(entry).other_fields).toEqual({
			account: 'acc123',
			code: 1,
			message_code: 2,
			hint: 'x',
		});
	});

	it('keeps known fields whose value is of no known kind', () => {
		expect(onlyItem({ ...FULL, source: { system: 'x' } })).toMatchObject({
			source: null,
			other_fields: { source: { system: 'x' } },
		});
	});

	it.each([{ errors: [] }, 'html', undefined, null, 5])('says that %p is not a list', (body) => {
		expect(readPushErrors(body)).toBeUndefined();
	});

	it('reads an empty list', () => {
		expect(readPushErrors([])).toEqual([]);
	});

	it('never lets a record out unasked, however deep it lies', () => {
		const secret = 'ada@shop.example';
		const record = { '@type': 'contact', email: secret };
		const entry = {
			...FULL,
			record,
			sent: record,
			list: [record, { kept: 1 }],
			message: { ...SHORT, record: secret, context: { record, payload: [[record]] } },
		};
		const item = onlyItem(entry);
		expect(JSON.stringify(item)).not.toContain(secret);
		expect(item.other_fields).toMatchObject({ list: [{ kept: 1 }] });
		expect(JSON.stringify(onlyItem(entry, true)).split(secret)).toHaveLength(7);
	});

	it('never loses an entry, a text in it, or puts out a top-level error, whatever the list holds', () => {
		const entry = fc.oneof(
			fc.jsonValue(),
			fc.record(
				{
					request_id: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
					record_id: fc.oneof(fc.string(), fc.integer(), fc.jsonValue()),
					message: fc.oneof(
						fc.string(),
						fc.jsonValue(),
						fc.array(fc.record({ error_message: fc.string() })),
					),
					error: fc.jsonValue(),
					error_message: fc.jsonValue(),
					error_path: fc.oneof(fc.string(), fc.array(fc.string())),
					timestamp: fc.oneof(fc.string(), fc.integer()),
				},
				{ requiredKeys: [] },
			),
		);
		fc.assert(
			fc.property(fc.array(entry, { maxLength: 5 }), (list) => {
				const errors = readPushErrors(list) ?? [];
				expect(errors.length).toBeGreaterThanOrEqual(list.length);
				for (const error of errors) {
					const item = toItem(error, { includeRecord: true });
					expect(item).not.toHaveProperty('error');
					expect(typeof item.error_message).toBe('string');
				}
				const out = JSON.stringify(errors.map((error) => toItem(error, { includeRecord: true })));
				for (const text of textsIn(list)) expect(out).toContain(JSON.stringify(text).slice(1, -1));
			}),
		);
	});
});

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}
