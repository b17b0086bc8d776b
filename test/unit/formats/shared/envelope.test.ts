import { convertEach } from '../../../../nodes/Ometria/formats/shared/envelope';
import { Payload } from '../../../../nodes/Ometria/formats/shared/payload';
import { settle } from '../../../../nodes/Ometria/formats/shared/settle';
import type { Json } from '../../../../nodes/Ometria/formats/types';
import { Findings } from '../../../../nodes/Ometria/records/findings';
import { madeOf } from '../../../support/entries';

const ORDER = { id: 31, financial_status: 'paid', line_items: [] };

/** The paths at which orders of Shopify were found, or what was said instead. */
function found(json: Json): string[] {
	return madeOf(
		convertEach(json, 'Shopify', 'order', (payload, path) => [
			{ kind: 'record', record: { path, id: payload.id }, warnings: [] },
		]),
	).map((entry) => {
		if (entry.kind === 'record') {
			return `${String(entry.record.id)} at ${String(entry.record.path)}`;
		}
		return entry.kind === 'invalid' ? `${entry.field}: refused` : entry.reason;
	});
}

describe('envelopes', () => {
	it.each<[Json, string[]]>([
		[ORDER, ['31 at ']],
		[{ body: ORDER, headers: {}, params: {}, query: {}, webhookUrl: 'x' }, ['31 at body']],
		[{ body: ORDER, headers: {}, statusCode: 200, statusMessage: 'OK' }, ['31 at body']],
		[
			{ body: { orders: [ORDER, ORDER] }, headers: {} },
			['31 at body.orders[0]', '31 at body.orders[1]'],
		],
		[{ order: ORDER }, ['31 at order']],
		[{ items: [ORDER], search_criteria: {}, total_count: 1 }, ['31 at items[0]']],
		[{ data: [ORDER], meta: {} }, ['31 at data[0]']],
		[{ data: { order: ORDER }, extensions: {} }, ['31 at data.order']],
		[
			{ data: { mine: { edges: [{ node: ORDER, cursor: 'x' }] } } },
			['31 at data.mine.edges[0].node'],
		],
		[{ data: { orders: { nodes: [ORDER] }, shop: {} } }, ['31 at data.orders.nodes[0]']],
		[
			{ orders: [ORDER, null, 'x', { id: 3 }] },
			['31 at orders[0]', 'orders[1]: refused', 'orders[2]: refused', 'orders[3]: refused'],
		],
		[{ orders: [] }, ['empty list']],
		[{ body: '{"id":31}', headers: {} }, ['body: refused']],
		[{ data: null, errors: [] }, [': refused']],
		[{ customer: ORDER, id: 5 }, [': refused']],
		[{}, [': refused']],
	])('are opened at the right paths: %j', (json, expected) =>
		expect(found(json)).toEqual(expected),
	);

	it('are opened at a few levels only', () => {
		let json: Json = ORDER;
		for (let level = 0; level < 20_000; level++) json = { data: json };
		expect(found(json)).toHaveLength(1);
	});
});

describe('a payload', () => {
	const read = (json: Json) => {
		const findings = new Findings();
		return { findings, payload: new Payload(json, 'body', findings) };
	};

	it('gives the first of several keys that has a value', () => {
		const { payload } = read({ a: null, b: ' ', c: 5, d: 'x' });
		expect(payload.text('a', 'b', 'c', 'd')).toBe('5');
		expect(payload.text('a', 'b')).toBeUndefined();
	});

	it('names what cannot be read, once for each place, and the first fault decides', () => {
		const { findings, payload } = read({ list: [{ id: 1.5 }, { id: {} }] });
		for (const row of payload.rows('list') ?? []) {
			row.id('id');
			row.refuse('id', 'another ID');
		}
		const first = { field: 'body.list[0].id', reason: 'invalid_payload' };
		expect(settle(findings, {})).toEqual({
			kind: 'invalid',
			...first,
			message: '"body.list[0].id": expected an ID, found 1.5',
			faults: [
				expect.objectContaining(first),
				expect.objectContaining({ ...first, field: 'body.list[1].id' }),
			] as unknown,
		});
	});

	it('says what to do with an ID that lost digits', () => {
		const { findings, payload } = read({ id: 2 ** 60 });
		payload.id('id');
		expect(settle(findings, {})).toMatchObject({
			message:
				'"body.id": expected an ID, found 1152921504606847000. A number of so many digits is not exact: give it as text',
		});
	});

	it('leaves a text out that is none, and says so', () => {
		const { findings, payload } = read({ city: {} });
		expect(payload.text('city')).toBeUndefined();
		expect(settle(findings, { id: '1' })).toEqual({
			kind: 'record',
			record: { id: '1' },
			warnings: [
				{
					reason: 'text_left_out',
					field: 'body.city',
					message: '"body.city": expected text, found a value of type object. It is left out',
				},
			],
		});
	});

	it('refuses a list that is cut off, but not where the first entry is enough', () => {
		const cutOff = { nodes: [{ url: 'x' }], pageInfo: { hasNextPage: true } };
		const first = read({ images: cutOff });
		expect(first.payload.first('images').text('url')).toBe('x');
		expect(settle(first.findings, {}).kind).toBe('record');
		const all = read({ lines: cutOff });
		expect(all.payload.rows('lines')).toHaveLength(1);
		expect(settle(all.findings, {})).toMatchObject({ kind: 'invalid', field: 'body.lines' });
	});
});
