import {
	type Failed,
	failuresWhen,
	type ItemIndex,
	type Outcome,
	recordIndexes,
} from '../../../nodes/Ometria/push/outcome';
import {
	addRunWarnings,
	dryRunItems,
	failureItems,
	type OutputOptions,
	type OutputRecords,
	recordItems,
	requestItems,
	type SummaryFacts,
	summaryItem,
} from '../../../nodes/Ometria/push/output';
import type { ReconciledRequest } from '../../../nodes/Ometria/push/reconcile';
import { summarise } from '../../../nodes/Ometria/push/summary';
import { readyRecords, yielder } from '../../support/outcomes';

const OPTIONS: OutputOptions = {
	failureOf: failuresWhen('fail'),
	warningsOf: () => [],
	includeRecordIds: true,
	confirmation: undefined,
};
const WARNING = {
	message: 'doubt',
	reason: 'invalid_email' as const,
	field: 'email',
	records: 1,
	record_ids: ['c-0'],
};
const REPORT = { ...OPTIONS, failureOf: failuresWhen('report') };

function reconciled(records: number[], more: Partial<ReconciledRequest> = {}): ReconciledRequest {
	return {
		type: 'contact',
		records: recordIndexes(records),
		answer: {
			requestId: 'r-1',
			status: 'OK',
			accepted: records.length,
			rejected: 0,
			skipped: undefined,
			fields: {},
		},
		attempts: 2,
		httpStatus: 202,
		durationMs: 87,
		named: 0,
		issue: undefined,
		isUnclear: false,
		...more,
	};
}

const CONFIRMATION = {
	waitedMs: 30_040,
	windowFull: true,
	withoutRequest: 0,
	unread: undefined,
};

const SKIPPED: Outcome = { kind: 'skipped', reason: 'draft order' };

const INVALID: Failed = { kind: 'invalid', reason: 'missing_id', message: 'why' };

/** Records of received requests, but for those whose outcomes are given by index. */
function recordsOf(
	requests: ReconciledRequest[],
	others: Readonly<Record<number, Outcome>> = {},
	count = 5,
): OutputRecords {
	const records = readyRecords(
		Array.from({ length: count }, (_, i) => ({ type: 'contact', id: `c-${i}` })),
	);
	records.outcomes.fill(INVALID);
	const types = new Map<number, ReconciledRequest['type']>();
	for (const request of requests) {
		for (const record of request.records) {
			records.outcomes[record] = { kind: 'accepted', request };
			types.set(record, request.type);
		}
	}
	for (const [record, outcome] of Object.entries(others)) {
		records.outcomes[Number(record)] = outcome;
	}
	return { ...records, type: (record) => types.get(record) ?? 'contact' };
}

const itemsOf = async (
	requests: ReconciledRequest[],
	others: Readonly<Record<number, Outcome>> = {},
	options = OPTIONS,
) => await requestItems(requests, recordsOf(requests, others), options, yielder());

const NAMED: Record<number, Outcome> = {
	0: {
		kind: 'rejected',
		reason: 'rejected',
		message: 'not a valid value',
		field: 'email',
		request: reconciled([0]),
	},
	1: { kind: 'rejected', reason: 'rejected', message: 'bad', request: reconciled([1]) },
};

describe('one item per request', () => {
	it('says what was sent and links every input item', async () => {
		expect(await itemsOf([reconciled([0, 2])])).toEqual([
			{
				json: {
					request_id: 'r-1',
					status: 'OK',
					record_type: 'contact',
					sent: 2,
					accepted: 2,
					rejected: 0,
					record_ids: ['c-0', 'c-2'],
					attempts: 2,
					http_status: 202,
					duration_ms: 87,
					warnings: [],
				},
				pairedItem: [{ item: 0 }, { item: 2 }],
			},
		]);
	});

	it('has the warnings about its own records', async () => {
		const [{ json }] = await itemsOf(
			[reconciled([0, 1])],
			{ 1: INVALID },
			{
				...OPTIONS,
				warningsOf: (records) => [`odd: ${Array.from(records, String).join(' ')}`],
			},
		);
		expect(json.warnings).toEqual(['odd: 0']);
	});

	it('lists record ids only where the user wants them', async () => {
		const [{ json }] = await itemsOf(
			[reconciled([0])],
			{},
			{ ...OPTIONS, includeRecordIds: false },
		);
		expect(json).not.toHaveProperty('record_ids');
	});

	it('links an item once, however many of its records are in the request', async () => {
		const request = reconciled([0, 1, 2]);
		const records = { ...recordsOf([request]), items: () => [7 as ItemIndex] };
		const [item] = await requestItems([request], records, OPTIONS, yielder());
		expect(item.pairedItem).toEqual([{ item: 7 }]);
	});

	it('leaves out failed records, and a request of which nothing is left', async () => {
		const [item, ...more] = await itemsOf([reconciled([0, 2]), reconciled([4])], {
			0: INVALID,
			4: INVALID,
		});
		expect(item.json).toMatchObject({ sent: 2, record_ids: ['c-2'] });
		expect(item.pairedItem).toEqual([{ item: 2 }]);
		expect(more).toEqual([]);
	});

	it('passes on what else Ometria answered, but never a top-level "error", nor over its own fields', async () => {
		const fields = {
			request_id: 'other',
			status: 'other',
			accepted: 99,
			rejected: 99,
			skipped: 1,
			error: 'odd',
			confirmed: 'x',
			rejected_items: [1],
		};
		const answer = { ...reconciled([0]).answer, fields };
		const [{ json }] = await itemsOf([reconciled([0], { answer })]);
		expect(json).toMatchObject({
			request_id: 'r-1',
			skipped: 1,
			answer_error: 'odd',
			rejected_items: [1],
		});
		expect(json).not.toHaveProperty('error');
		expect(json).not.toHaveProperty('confirmed');
	});

	it('says null where the answer said nothing', async () => {
		const answer = {
			requestId: undefined,
			status: undefined,
			accepted: undefined,
			rejected: undefined,
			skipped: undefined,
			fields: {},
		};
		const [{ json }] = await itemsOf([reconciled([0], { answer })]);
		expect(json).toMatchObject({ request_id: null, status: null, accepted: null, rejected: null });
	});

	it('lists rejected records where they do not fail the run', async () => {
		const [{ json }] = await itemsOf([reconciled([0, 1])], NAMED, REPORT);
		expect(json.rejected_records).toEqual([
			{ record_id: 'c-0', message: 'not a valid value', field: 'email' },
			{ record_id: 'c-1', message: 'bad', field: null },
		]);
		const [plain] = await itemsOf([reconciled([0])]);
		expect(plain.json).not.toHaveProperty('rejected_records');
		// One that was refused before it was received fails the run in any case.
		const refused = { ...NAMED, 0: { ...INVALID, kind: 'rejected' as const } };
		const [{ json: other }] = await itemsOf([reconciled([0, 1])], refused, REPORT);
		expect(other.rejected_records).toHaveLength(1);
	});

	it('says what waiting for errors came to, per request', async () => {
		const [{ json }] = await itemsOf(
			[reconciled([0, 1], { named: 1 })],
			{},
			{ ...OPTIONS, confirmation: CONFIRMATION },
		);
		expect(json.confirmed).toEqual({
			waited_seconds: 30,
			errors_found: 1,
			window_full: true,
			unread: false,
			unmatched: 0,
		});
	});
});

describe('one item per record', () => {
	const recordsIn = async (
		requests: ReconciledRequest[],
		others: Readonly<Record<number, Outcome>> = {},
		count = 5,
	) => await recordItems(recordsOf(requests, others, count), REPORT, yielder());

	it('is put out in input order, whatever the order of requests', async () => {
		const items = await recordsIn([reconciled([3, 1]), reconciled([0], { type: 'order' })]);
		expect(
			items.map(({ json, pairedItem }) => [
				json.record_type,
				json.record_id,
				json.outcome,
				pairedItem,
			]),
		).toEqual([
			['order', 'c-0', 'accepted', { item: 0 }],
			['contact', 'c-1', 'accepted', { item: 1 }],
			['contact', 'c-3', 'accepted', { item: 3 }],
		]);
		expect(items[0].json).toEqual({
			record_type: 'order',
			record_id: 'c-0',
			request_id: 'r-1',
			outcome: 'accepted',
			http_status: 202,
			attempts: 2,
			warnings: [],
		});
	});

	it('claims no more than was seen', async () => {
		const request = reconciled([0, 1]);
		const possibly = { ...INVALID, kind: 'possiblyRejected' as const, request };
		const outcomes = async (others: Record<number, Outcome>) =>
			(await recordsIn([request], others, 2)).map(({ json }) => json.outcome);
		expect(await outcomes({ 0: NAMED[0] })).toEqual(['rejected', 'accepted']);
		expect(await outcomes({ 0: NAMED[0], 1: possibly })).toEqual(['rejected', 'possibly_rejected']);
		const nameless = { ...reconciled([0]).answer, requestId: undefined };
		const [{ json }] = await recordsIn([reconciled([0], { answer: nameless })]);
		expect(json.request_id).toBeNull();
		expect(await outcomes({ 1: INVALID })).toHaveLength(1);
	});

	it('says why a record was skipped', async () => {
		const [{ json }] = await recordsIn([], { 0: { kind: 'skipped', reason: 'draft order' } }, 1);
		expect(json).toEqual({
			record_type: 'contact',
			record_id: 'c-0',
			request_id: null,
			outcome: 'skipped',
			reason: 'draft order',
			warnings: [],
		});
	});

	it('has the warnings about itself, and what waiting for errors came to', async () => {
		const records = recordsOf([reconciled([0, 1])], { ...NAMED, 1: SKIPPED }, 3);
		records.outcomes = [NAMED[0], { kind: 'accepted', request: reconciled([1]) }, SKIPPED];
		const options: OutputOptions = {
			...REPORT,
			warningsOf: (own) => [`odd: ${Array.from(own, String).join(' ')}`],
			confirmation: CONFIRMATION,
		};
		const items = await recordItems(records, options, yielder());
		const seen = { waited_seconds: 30, window_full: true, unread: false, unmatched: 0 };
		expect(items.map(({ json }) => json.confirmed)).toEqual([
			{ ...seen, errors_found: 1 },
			{ ...seen, errors_found: 0 },
			undefined,
		]);
		expect(items.map(({ json }) => json.warnings)).toEqual([['odd: 0'], ['odd: 1'], ['odd: 2']]);
	});
});

describe('the summary of a run', () => {
	it('counts every outcome and links every item that did not fail', async () => {
		const request = reconciled([0, 1]);
		const records = recordsOf([request], { 2: { kind: 'skipped', reason: 'draft order' } }, 4);
		const summary = await summarise(records, OPTIONS.failureOf, yielder());
		const facts: SummaryFacts = {
			summary,
			type: 'contact',
			items: 4,
			reconciled: [request],
			statistics: { requests: 2, retries: 1, throttled: 0, waitedMs: 0 },
			stop: { reason: 'not_sent', message: 'it stopped' },
			warnings: [WARNING],
			tookMs: 1234,
		};
		expect(await summaryItem(facts, records, OPTIONS, yielder())).toEqual({
			json: {
				record_type: 'contact',
				items: 4,
				records: 4,
				accepted: 2,
				rejected: 0,
				possibly_rejected: 0,
				invalid: 1,
				undelivered: 0,
				not_sent: 0,
				skipped: 1,
				skipped_reasons: { 'draft order': 1 },
				invalid_reasons: [
					{
						reason: 'missing_id',
						field: null,
						column: null,
						records: 1,
						sample: null,
						items: [3],
						advice: 'why',
					},
				],
				rejected_reasons: [],
				requests: 2,
				retries: 1,
				seconds: 1.2,
				stopped: 'it stopped',
				warnings: [WARNING],
				request_ids: ['r-1'],
			},
			pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }],
		});
		const named = [reconciled([0], { named: 2 }), reconciled([1], { named: 3 })];
		const { json } = await summaryItem(
			{ ...facts, reconciled: named, stop: undefined },
			records,
			{ ...OPTIONS, confirmation: CONFIRMATION },
			yielder(),
		);
		expect(json).toMatchObject({ stopped: null, confirmed: { errors_found: 5 } });
	});

	it('is not the only place for what concerns the run: the first item of a request has it, too', async () => {
		const items = await itemsOf([reconciled([0]), reconciled([1])]);
		addRunWarnings(items, ['odd']);
		expect(items.map(({ json }) => json.warnings)).toEqual([['odd'], []]);
		expect(() => addRunWarnings([], ['odd'])).not.toThrow();
	});
});

describe('error items', () => {
	const errorsOf = async (outcomes: Outcome[], more: Partial<OutputRecords> = {}) =>
		await failureItems(
			{ ...recordsOf([], Object.fromEntries(outcomes.entries()), outcomes.length), ...more },
			failuresWhen('fail'),
			yielder(),
		);

	it('are in input order, in the shape that n8n routes to the error branch', async () => {
		const answer = { ...reconciled([0]).answer, requestId: 'r' };
		const full: Failed = {
			...INVALID,
			field: 'id',
			httpStatus: 400,
			request: reconciled([0], { answer }),
		};
		const items = await errorsOf([full, INVALID], {
			type: (record) => (Number(record) === 0 ? 'contact' : undefined),
			id: (record) => (Number(record) === 0 ? 'c-0' : ''),
		});
		expect(items).toEqual([
			{
				json: {
					message: 'Record is not valid: why',
					error: {
						record_type: 'contact',
						record_id: 'c-0',
						request_id: 'r',
						reason: 'missing_id',
						field: 'id',
						http_status: 400,
					},
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					message: 'Record is not valid: why',
					error: { record_type: null, record_id: null, reason: 'missing_id' },
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it.each([
		['rejected', 'Record was rejected by Ometria'],
		['possiblyRejected', 'Record was possibly rejected by Ometria'],
		['undelivered', 'Record could not be delivered'],
		['notSent', 'Record was not sent'],
	] as const)('name what became of a record that is %s: %s', async (kind, title) =>
		expect((await errorsOf([{ ...INVALID, kind }]))[0].json.message).toBe(`${title}: why`),
	);
});

test('a dry run shows each record as it would be sent, and what would be skipped', async () => {
	const records = readyRecords([
		{ type: 'order', id: 'o-0' },
		{ type: 'order', id: 'o-1' },
		{ type: 'order', id: 'o-2' },
	]);
	records.outcomes[1] = { kind: 'skipped', reason: 'draft order' };
	records.outcomes[2] = INVALID;
	const text = (record: number) => `{"@type":"order","id":"o-${record}"}`;
	expect(
		await dryRunItems(
			{ ...records, text, warningTextsOf: (own) => own.map(() => 'odd') },
			yielder(),
		),
	).toEqual([
		{
			json: {
				item: 0,
				record_type: 'order',
				record_id: 'o-0',
				record: { '@type': 'order', id: 'o-0' },
				warnings: ['odd'],
			},
			pairedItem: { item: 0 },
		},
		{
			json: {
				item: 1,
				record_type: 'order',
				record_id: 'o-1',
				record: null,
				skipped: 'draft order',
				warnings: ['odd'],
			},
			pairedItem: { item: 1 },
		},
	]);
});
