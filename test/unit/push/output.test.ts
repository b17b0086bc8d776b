import type { Failure } from '../../../nodes/Ometria/push/outcome';
import {
	dryRunItems,
	failureItems,
	recordItems,
	requestItems,
} from '../../../nodes/Ometria/push/output';
import type { ReconciledRequest } from '../../../nodes/Ometria/push/reconcile';

const idOf = (item: number) => `c-${item}`;
const noneFailed = () => false;

function reconciled(items: number[], more: Partial<ReconciledRequest> = {}): ReconciledRequest {
	return {
		type: 'contact',
		items: Uint32Array.from(items),
		answer: {
			requestId: 'r-1',
			status: 'OK',
			accepted: items.length,
			rejected: 0,
			skipped: undefined,
			fields: {},
		},
		attempts: 2,
		httpStatus: 202,
		durationMs: 87,
		named: [],
		unnamed: 0,
		issue: undefined,
		...more,
	};
}

describe('one item per request', () => {
	it('says what was sent and links every input item', () => {
		expect(requestItems([reconciled([0, 2])], noneFailed, idOf)).toEqual([
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
				},
				pairedItem: [{ item: 0 }, { item: 2 }],
			},
		]);
	});

	it('leaves out failed records, and a request of which nothing is left', () => {
		const failed = (item: number) => item !== 2;
		const [item, ...more] = requestItems([reconciled([0, 2]), reconciled([4])], failed, idOf);
		expect(item.json).toMatchObject({ sent: 2, record_ids: ['c-2'] });
		expect(item.pairedItem).toEqual([{ item: 2 }]);
		expect(more).toEqual([]);
	});

	it('passes on what else Ometria answered, but never a top-level "error", nor over its own fields', () => {
		const fields = {
			request_id: 'other',
			skipped: 1,
			error: 'odd',
			confirmed: 'x',
			rejected_items: [1],
		};
		const answer = { ...reconciled([0]).answer, fields };
		const [{ json }] = requestItems([reconciled([0], { answer })], noneFailed, idOf);
		expect(json).toMatchObject({
			request_id: 'r-1',
			skipped: 1,
			answer_error: 'odd',
			rejected_items: [1],
		});
		expect(json).not.toHaveProperty('error');
		expect(json).not.toHaveProperty('confirmed');
	});

	it('says null where the answer said nothing', () => {
		const answer = {
			requestId: undefined,
			status: undefined,
			accepted: undefined,
			rejected: undefined,
			skipped: undefined,
			fields: {},
		};
		const [{ json }] = requestItems([reconciled([0], { answer })], noneFailed, idOf);
		expect(json).toMatchObject({ request_id: null, status: null, accepted: null, rejected: null });
	});

	it('lists rejected records where they do not fail the run', () => {
		const named = [
			{ item: 0, recordId: 'c-0', message: 'not a valid value', field: 'email' },
			{ item: 1, recordId: 'c-1', message: 'bad', field: undefined },
		];
		const [{ json }] = requestItems([reconciled([0, 1], { named })], noneFailed, idOf);
		expect(json.rejected_records).toEqual([
			{ record_id: 'c-0', message: 'not a valid value', field: 'email' },
			{ record_id: 'c-1', message: 'bad', field: null },
		]);
		expect(requestItems([reconciled([0])], noneFailed, idOf)[0].json).not.toHaveProperty(
			'rejected_records',
		);
		expect(
			requestItems([reconciled([0, 1], { named })], (item) => item === 0, idOf)[0].json
				.rejected_records,
		).toHaveLength(1);
	});

	it('says what waiting for errors came to, per request', () => {
		const confirmation = {
			waitedMs: 30_040,
			windowFull: true,
			withoutRequest: 0,
			unread: undefined,
		};
		const named = [{ item: 0, recordId: 'c-0', message: 'm', field: undefined }];
		const [{ json }] = requestItems(
			[reconciled([0, 1], { named })],
			noneFailed,
			idOf,
			confirmation,
		);
		expect(json.confirmed).toEqual({ waited_seconds: 30, errors_found: 1, window_full: true });
	});
});

describe('one item per record', () => {
	it('in input order, whatever the order of requests', () => {
		const items = recordItems(
			[reconciled([3, 1]), reconciled([0], { type: 'order' })],
			noneFailed,
			idOf,
			5,
		);
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
		});
	});

	it('claims no more than was seen', () => {
		const named = [{ item: 0, recordId: 'c-0', message: 'm', field: undefined }];
		const outcomes = (request: ReconciledRequest) =>
			recordItems([request], noneFailed, idOf, 2).map(({ json }) => json.outcome);
		expect(outcomes(reconciled([0, 1], { named }))).toEqual(['rejected', 'accepted']);
		expect(outcomes(reconciled([0, 1], { named, unnamed: 1 }))).toEqual([
			'rejected',
			'possibly_rejected',
		]);
		const nameless = { ...reconciled([0]).answer, requestId: undefined };
		expect(
			recordItems([reconciled([0], { answer: nameless })], noneFailed, idOf, 1)[0].json.request_id,
		).toBeNull();
		expect(recordItems([reconciled([0, 1])], (item) => item === 1, idOf, 2)).toHaveLength(1);
	});
});

describe('error items', () => {
	const failure = (item: number, more: Partial<Failure> = {}): Failure => ({
		item,
		kind: 'invalid',
		recordType: 'contact',
		recordId: `c-${item}`,
		reason: 'missing_id',
		message: 'why',
		...more,
	});

	it('are in input order, in the shape that n8n routes to the error branch', () => {
		const full = failure(0, { requestId: 'r', field: 'id', httpStatus: 400 });
		expect(
			failureItems([failure(2, { recordType: undefined, recordId: undefined }), full]),
		).toEqual([
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
				pairedItem: { item: 2 },
			},
		]);
	});

	it.each([
		['rejected', 'Record was rejected by Ometria'],
		['possiblyRejected', 'Record was possibly rejected by Ometria'],
		['undelivered', 'Record could not be delivered'],
		['notSent', 'Record was not sent'],
	] as const)('%s: %s', (kind, title) =>
		expect(failureItems([failure(0, { kind })])[0].json.message).toBe(`${title}: why`),
	);
});

test('a dry run shows each request with its size', () => {
	const plan = [{ type: 'order' as const, items: Uint32Array.from([1, 0]), barrier: 0 }];
	expect(dryRunItems(plan, (item) => `{"é":${item}}`, idOf)).toEqual([
		{
			json: {
				dry_run: true,
				record_type: 'order',
				records: 2,
				bytes: 19,
				record_ids: ['c-1', 'c-0'],
			},
			pairedItem: [{ item: 1 }, { item: 0 }],
		},
	]);
});
