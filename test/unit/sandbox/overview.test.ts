import { overviewOf } from '../../../sandbox/core/overview';
import type { SandboxOptions } from '../../../sandbox/core/types';
import { sandboxAccount } from '../../support/sandboxAccount';

const NOW = Date.UTC(2026, 0, 15, 10, 0, 0, 500);

const account = (options: Partial<SandboxOptions> = {}) => sandboxAccount(options, NOW);

const contacts = (...ids: string[]) =>
	ids.map((id) => ({ '@type': 'contact', id, email: `${id}@shop.example` }));

test('the overview counts what arrived, by type and status', () => {
	const { server, push } = account();
	push(contacts('1', '2'));
	push([{ '@type': 'product', id: 'p', title: 'Tea', price: 4 }]);
	push([{ '@type': 'contact', id: '3', email: 'nobody' }]);
	expect(overviewOf(server, NOW)).toMatchObject({
		requests: 3,
		pushes: 3,
		statuses: { 202: 3 },
		recordsReceived: 4,
		recordsStored: 3,
		errorsListed: 1,
		types: [
			{ type: 'contact', received: 3, stored: 2 },
			{ type: 'product', received: 1, stored: 1 },
			{ type: 'order', received: 0, stored: 0 },
			{ type: 'custom_event', received: 0, stored: 0 },
		],
		errors: [{ record_id: '3', message: { error_path: 'root > email' } }],
	});
});

test('the overview shows the last minute second by second, and the rate within the last second', () => {
	const { server, push } = account({ pushLimit: { model: 'slidingWindow', perSecond: 2 } });
	push(contacts('old'), NOW - 60_000);
	push(contacts('1'), NOW - 59_000);
	for (const id of ['2', '3', '4']) push(contacts(id), NOW);
	server.script({ status: 503 }, { delivery: 'reset' });
	push(contacts('5'), NOW);
	push(contacts('6'), NOW);
	const { seconds, limit, statuses } = overviewOf(server, NOW);
	expect(seconds).toHaveLength(60);
	expect(seconds[0]).toEqual({ at: NOW - 59_500, received: 1, limited: 0, failed: 0 });
	expect(seconds[59]).toEqual({ at: NOW - 500, received: 2, limited: 1, failed: 2 });
	expect(limit).toMatchObject({ perSecond: 2, used: 2 });
	expect(statuses).toEqual({ 202: 4, 429: 1, 503: 1, none: 1 });
});

test('the overview lists the newest requests first, without what was in them', () => {
	const { server, push } = account({ pushLimit: { model: 'none', perSecond: 0 } });
	for (let i = 0; i < 30; i++) push(contacts(`c-${i}`), NOW + i);
	const { latest } = overviewOf(server, NOW);
	expect(latest).toHaveLength(25);
	expect(latest[0]).toMatchObject({
		at: NOW + 29,
		status: 202,
		records: 1,
		taken: 1,
		type: 'contact',
	});
	expect(JSON.stringify(latest)).not.toContain('c-29');
});

test('the overview finds records by a part of their ID, the newest first', () => {
	const { server, push } = account();
	push(contacts('a-1', 'b-1', 'a-2'));
	push([{ '@type': 'product', id: 'a-3', title: 'Tea', price: 4 }]);
	const idsOf = (idPart: string, most: number) =>
		server.store.find(idPart, most).map(({ record }) => record.id);
	expect(idsOf('a-', 10)).toEqual(['a-3', 'a-2', 'a-1']);
	expect(idsOf('a-', 2)).toEqual(['a-3', 'a-2']);
	expect(idsOf('', 10)).toHaveLength(4);
	expect(idsOf('c', 10)).toEqual([]);
});

test('the overview finds records by a part of an email, wherever the type has it', () => {
	const { server, push } = account({ pushLimit: { model: 'none', perSecond: 0 } });
	push(contacts('a-1', 'a-2'));
	push([{ '@type': 'order', id: 'o-1', customer: { email: 'A-1@shop.example' } }]);
	const event = {
		id: 'e-1',
		event_type: 'seen',
		timestamp: '2026-01-15T10:00:00Z',
		properties: {},
	};
	push([{ '@type': 'custom_event', ...event, identity_email: 'a-1@shop.example' }]);
	const found = server.store.find('a-1@SHOP', 10).map(({ record }) => record.id);
	expect(found).toEqual(['e-1', 'o-1', 'a-1']);
});

test('the overview finds rejected records once each, with all that is wrong, when their errors can be read', () => {
	const { server, push } = account({ errorDelayMs: 1000 });
	const wrong = { '@type': 'contact', email: 'nobody', gender: 'x' };
	push([{ ...wrong, id: 'r-1' }, ...contacts('c-1'), { ...wrong, id: 'r-2' }]);
	expect(server.findRejected('', 10, NOW + 999)).toEqual([]);
	const all = server.findRejected('', 10, NOW + 1000);
	expect(all.map(({ record, paths }) => [record.id, paths])).toEqual([
		['r-2', ['root > email', 'root > gender']],
		['r-1', ['root > email', 'root > gender']],
	]);
	expect(server.findRejected('r-1', 10, NOW + 1000)).toMatchObject([{ type: 'contact' }]);
	expect(server.findRejected('', 1, NOW + 1000)).toHaveLength(1);
});

describe('faults', () => {
	test('one by name holds until it is taken away', () => {
		const { server, push } = account();
		server.script({ name: 'down', status: 503, times: 'always' }, { status: 500, times: 2 });
		for (let i = 0; i < 5; i++) expect(push(contacts('1')).status).toBe(503);
		expect(server.faults.pending()).toEqual([
			{ name: 'down', left: 'always' },
			{ name: undefined, left: 2 },
		]);
		server.faults.clear('down');
		expect(push(contacts('1')).status).toBe(500);
		expect(server.faults.pending()).toEqual([{ name: undefined, left: 1 }]);
		server.faults.clear();
		expect(push(contacts('1')).status).toBe(202);
	});

	test('every third record is rejected at once when so set, and named in the error list', () => {
		const { server, push } = account({ rejectEvery: 3 });
		const answer = JSON.parse(push(contacts('1', '2', '3', '4')).body) as object;
		expect(answer).toMatchObject({ accepted: 3, rejected: 1 });
		expect(server.visibleErrors(NOW).map(({ record_id }) => record_id)).toEqual(['3']);
		server.setOptions({ rejectEvery: 0 });
		expect(JSON.parse(push(contacts('5', '6')).body)).toMatchObject({ rejected: 0 });
	});
});
