import { AccountServer } from '../../../sandbox/core/accountServer';
import { BoundedMap } from '../../../sandbox/core/boundedMap';
import { overviewOf } from '../../../sandbox/core/overview';
import type { SandboxOptions } from '../../../sandbox/core/types';
import { sandboxAccount } from '../../support/sandboxAccount';

const NOW = Date.UTC(2026, 0, 15);

const account = (options: Partial<SandboxOptions>) =>
	sandboxAccount(
		{
			pushLimit: { model: 'none', perSecond: 0 },
			backlogDrainPerSecond: 1_000_000,
			...options,
		},
		NOW,
	);

const contact = (id: string, more: object = {}) => ({ '@type': 'contact', id, ...more });
const idsOf = (server: AccountServer) => server.store.all('contact').map(({ id }) => id);

describe('a bounded map', () => {
	test('drops the oldest entries beyond the number that it keeps', () => {
		const map = new BoundedMap<string>({ entries: 2, bytes: 100 });
		for (const key of ['a', 'b', 'c', 'd']) map.set(key, key, 1);
		expect(map.values()).toEqual(['c', 'd']);
		expect(map.dropped).toBe(2);
	});

	test('drops as many of the oldest as the bytes of a new one ask for', () => {
		const map = new BoundedMap<string>({ entries: 100, bytes: 10 });
		for (const key of ['a', 'b', 'c']) map.set(key, key, 3);
		expect(map.set('d', 'd', 7)).toEqual(['a', 'b']);
		expect(map.values()).toEqual(['c', 'd']);
	});

	test('keeps nothing that passes a bound alone, and goes on', () => {
		const map = new BoundedMap<string>({ entries: 100, bytes: 10 });
		map.set('a', 'a', 1);
		expect(map.set('b', 'b', 11)).toEqual(['a', 'b']);
		map.set('c', 'c', 10);
		expect(map.values()).toEqual(['c']);
	});

	test('counts a replaced value once, in its old place', () => {
		const map = new BoundedMap<string>({ entries: 2, bytes: 10 });
		map.set('a', 'a', 5);
		map.set('b', 'b', 5);
		map.set('a', 'A', 5);
		expect(map.values()).toEqual(['A', 'b']);
		map.set('c', 'c', 5);
		expect(map.values()).toEqual(['b', 'c']);
	});

	test('begins again when it is cleared', () => {
		const map = new BoundedMap<string>({ entries: 1, bytes: 10 });
		for (const key of ['a', 'b']) map.set(key, key, 10);
		map.clear();
		map.add('c', 10);
		expect([map.values(), map.dropped, map.size]).toEqual([['c'], 0, 1]);
	});
});

test('records beyond the bound drop the oldest, and the overview says how many', () => {
	const { server, push } = account({ maxRecords: 3 });
	push([contact('1'), contact('2')]);
	push([{ '@type': 'product', id: 'p', title: 'Tea', price: 4 }]);
	push([contact('2', { firstname: 'Ada' }), contact('3'), contact('4')]);
	expect(idsOf(server)).toEqual(['3', '4']);
	expect(server.store.count('contact')).toBe(2);
	expect(server.store.count()).toBe(3);
	expect(overviewOf(server, NOW)).toMatchObject({
		recordsStored: 3,
		dropped: { requests: 0, records: 2, errors: 0, rows: 0 },
	});
});

test('stored bytes are bounded as well', () => {
	const { server, push } = account({ maxBytes: 100_000 });
	for (let i = 0; i < 20; i++) push([contact(String(i), { firstname: 'x'.repeat(10_000) })]);
	expect(server.store.count()).toBe(9);
	expect(idsOf(server).at(-1)).toBe('19');
	expect(server.dropped).toMatchObject({ records: 11 });
});

test('the log is bounded by number and by bytes', () => {
	const { server, push } = account({ maxRequests: 5 });
	for (let i = 0; i < 8; i++) push([contact(String(i))]);
	expect(server.log.map(({ recordIds }) => recordIds[0])).toEqual(['3', '4', '5', '6', '7']);
	expect(server.dropped.requests).toBe(3);
	const large = account({ maxBytes: 50_000 });
	for (let i = 0; i < 8; i++) large.push([contact(String(i), { firstname: 'x'.repeat(20_000) })]);
	expect(large.server.log).toHaveLength(2);
	expect(large.server.dropped.requests).toBe(6);
});

test('push errors and rows of other tables are bounded', () => {
	const { server, push } = account({ maxRequests: 10 });
	const wrong = Array.from({ length: 100 }, (_, i) => contact(String(i), { lastname: i }));
	for (let i = 0; i < 101; i++) push(wrong);
	expect(server.dropped.errors).toBe(100);
	expect(server.visibleErrors(NOW)).toHaveLength(100);
	const email = { note: 'x'.repeat(1_000_000) };
	for (let i = 0; i < 40; i++) server.data.put('emails', [email], NOW);
	expect(server.data.rows('emails').length).toBe(33);
	expect(server.dropped.rows).toBe(7);
});

test('the default bounds keep far more than any test or trial pushes', () => {
	const { options } = new AccountServer();
	expect(options.maxRecords).toBeGreaterThanOrEqual(2_000_000);
	expect(options.maxRequests).toBeGreaterThanOrEqual(200_000);
	expect(options.maxBytes).toBeGreaterThanOrEqual(256 * 1024 * 1024);
});

test('a reset forgets what was dropped', () => {
	const { server, push } = account({ maxRecords: 1, maxRequests: 1 });
	for (let i = 0; i < 3; i++) push([contact(String(i))]);
	server.reset();
	expect(server.dropped).toEqual({ requests: 0, records: 0, errors: 0, rows: 0 });
	push([contact('1')]);
	expect(server.store.count('contact')).toBe(1);
});
