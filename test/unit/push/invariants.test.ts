import assert from 'node:assert/strict';

import type { INodeExecutionData } from 'n8n-workflow';

import { failuresWhen, type RecordIndex } from '../../../nodes/Ometria/push/outcome';
import { failureItems, recordItems, requestItems } from '../../../nodes/Ometria/push/output';
import { fc } from '../../support/fastCheck';
import { yielder } from '../../support/outcomes';
import { type Outcome, runScenario, scenarios } from '../../support/scenario';

// Where each record is looked at, it is with `assert`: `expect` takes longer there than the runs themselves.

interface Record {
	'@type': string;
	'@collection'?: string;
	id: string | number;
	receipt?: string;
}

function keyOf(record: Record): string {
	return JSON.stringify([
		record['@type'],
		record['@type'] === 'contact' ? record['@collection'] : '',
		String(record.id),
	]);
}

function itemsIn(output: INodeExecutionData[]): number[] {
	return output
		.flatMap(({ pairedItem }) => [pairedItem].flat().map((pair) => (pair as { item: number }).item))
		.sort((a, b) => a - b);
}

/** 1. Every record ends in exactly one outcome that the user can see, linked to its input item. */
async function conserves({ scenario, records, delivery }: Outcome): Promise<void> {
	const failureOf = failuresWhen('fail');
	const options = {
		failureOf,
		warningsOf: () => [],
		includeRecordIds: false,
		confirmation: undefined,
	};
	const failures = await failureItems(records, failureOf, yielder());
	const expected = scenario.items.map((_, record) => Number(records.item(record as RecordIndex)));
	const perRecord = await recordItems(records, options, yielder());
	expect(itemsIn([...perRecord, ...failures])).toEqual(expected);
	const perRequest = await requestItems(delivery.reconciled, records, options, yielder());
	const seen = new Set(itemsIn([...perRequest, ...failures]));
	expect([...seen].sort((a, b) => a - b)).toEqual([...new Set(expected)]);
	const accepted = records.outcomes.filter(({ kind }) => kind === 'accepted').length;
	expect(perRecord).toHaveLength(accepted);
}

/** 2. A request holds 1 to batchSize records of one type, each at most 60 KB, no record twice. */
function formsRequests({ scenario, wire }: Outcome): void {
	for (const { body } of wire) {
		const records = JSON.parse(body) as Record[];
		assert(records.length >= 1);
		assert(records.length <= scenario.batchSize, `${records.length} records`);
		assert.equal(new Set(records.map((record) => record['@type'])).size, 1);
		assert.equal(new Set(records.map(keyOf)).size, records.length);
		if (body.length > 20_000) {
			for (const record of records) {
				expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThanOrEqual(61_440);
			}
		}
	}
}

/** 3. Records with the same key go out in input order and are never in flight together. */
function keepsOrder({ wire }: Outcome): void {
	const last = new Map<string, { item: number; endedAt: number }>();
	for (const { body, items, startedAt, endedAt } of wire) {
		for (const [index, record] of (JSON.parse(body) as Record[]).entries()) {
			const key = keyOf(record);
			const before = last.get(key);
			if (before) {
				assert(items[index] >= before.item, `${items[index]} after ${before.item}`);
				assert(startedAt >= before.endedAt, `${startedAt} before ${before.endedAt}`);
			}
			last.set(key, { item: items[index], endedAt });
		}
	}
}

/** 4. Never more starts in any trailing second than the credential allows. */
function keepsPace({ scenario, wire }: Outcome): void {
	for (let i = scenario.rate; i < wire.length; i++) {
		const ms = wire[i].startedAt - wire[i - scenario.rate].startedAt;
		assert(ms >= 1000, `${scenario.rate + 1} requests in ${ms} ms`);
	}
}

/** 5. What was acknowledged is never sent again, and a repeat sends the same bytes. */
function repeatsOnlyFailures({ wire }: Outcome): void {
	const acknowledged = new Set<number>();
	const sentIn = new Map<number, number>();
	for (const { items, acknowledged: ok } of wire) {
		for (const item of items) {
			assert(!acknowledged.has(item), `${item} was sent again`);
			// A record may move to a smaller request, when its own was halved, but not to another.
			assert(items.length <= (sentIn.get(item) ?? Infinity), `${item} is in a larger request`);
			sentIn.set(item, items.length);
		}
		if (ok) for (const item of items) acknowledged.add(item);
	}
	const bodies = new Map<string, string>();
	for (const { items, body } of wire) {
		const known = bodies.get(String(items));
		if (known !== undefined) assert.equal(body, known);
		bodies.set(String(items), body);
	}
}

/** 6. and 7. What is claimed is what the server did. */
function claimsTheTruth({ scenario, delivery, server, wire }: Outcome): void {
	const failed = new Set(delivery.failures.map(({ record }) => record));
	const byRequestId = new Map(
		server.log.flatMap((entry) => (entry.requestId ? [[entry.requestId, entry]] : [])),
	);
	for (const { records, answer } of delivery.reconciled) {
		const entry = byRequestId.get(answer.requestId ?? '');
		expect(entry?.applied).toBe(true);
		for (const item of records) {
			const { receipt } = scenario.items[item] as Record;
			// Refused on receipt is never plain success.
			if (receipt !== undefined) assert(failed.has(item), `${item} was refused`);
		}
	}
	const tried = new Set(wire.flatMap(({ items }) => items));
	for (const { record: item, kind, request } of delivery.failures) {
		if (
			kind === 'rejected' &&
			request?.answer.requestId !== undefined &&
			scenario.server.errorShape === 'full'
		) {
			assert.notEqual((scenario.items[item] as Record).receipt, undefined);
		}
		if (kind === 'undelivered') assert(tried.has(item), `${item} was not sent`);
		if (kind === 'notSent') assert(!tried.has(item), `${item} was sent`);
	}
}

/** 6. A run of which everything is refused ends within 250 requests, beside those of other faults. */
function endsHopelessRuns({ scenario, wire, delivery }: Outcome): void {
	if (!scenario.refusesAll) return;
	const faulty = scenario.faults.reduce((sum, { times = 1 }) => sum + Number(times), 0);
	const throttled = delivery.statistics.throttled;
	expect(wire.length).toBeLessThanOrEqual(250 + faulty + throttled);
}

/** 8. Cancelling stops new requests at once. */
function stopsWhenCancelled({ scenario, wire, tookMs }: Outcome): void {
	const { cancelAfterMs } = scenario;
	if (cancelAfterMs === undefined || wire.length === 0) return;
	// A request in flight is given up at once.
	expect(tookMs).toBeLessThanOrEqual(cancelAfterMs + 1000);
	const began = wire[0].startedAt;
	for (const { startedAt } of wire) expect(startedAt - began).toBeLessThanOrEqual(cancelAfterMs);
}

test('all invariants hold in random scenarios, as the server saw them', async () => {
	await fc.assert(
		fc.asyncProperty(scenarios, async (scenario) => {
			const outcome = await runScenario(scenario);
			await conserves(outcome);
			formsRequests(outcome);
			keepsOrder(outcome);
			keepsPace(outcome);
			repeatsOnlyFailures(outcome);
			claimsTheTruth(outcome);
			endsHopelessRuns(outcome);
			stopsWhenCancelled(outcome);
		}),
	);
});
