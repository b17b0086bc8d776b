import type { Json } from '../../nodes/Ometria/formats/types';
import type { PushOptions } from '../../nodes/Ometria/push/options';
import type { PlannedRequest } from '../../nodes/Ometria/push/plan';
import { NO_LIST_CHANGES, type PrepareRules } from '../../nodes/Ometria/push/prepare';
import { PreparedRecords } from '../../nodes/Ometria/push/preparedRecords';
import { plainRecords, type RecordSource } from '../../nodes/Ometria/push/recordSource';
import { type Delivery, sendAndReconcile } from '../../nodes/Ometria/push/sendAndReconcile';
import { Backlog } from '../../nodes/Ometria/transport/backlog';
import type { HttpOutcome, HttpRequest } from '../../nodes/Ometria/transport/httpOutcome';
import { RateLimiter } from '../../nodes/Ometria/transport/rateLimiter';
import { AccountServer } from '../../sandbox/core/accountServer';
import type { Fault, OnReceipt, RateModel, SandboxOptions } from '../../sandbox/core/types';
import { fc } from './fastCheck';
import { type FailedRecord, failuresIn, planOf, yielder } from './outcomes';
import { STANDARD } from './records';
import { account } from './session';
import { VirtualClock } from './virtualClock';

/** One push against one server, in virtual time. */
export interface Scenario {
	/** Records, whichever input items they come from. */
	items: unknown[];
	/** How many of them an input item brings, again and again. */
	itemSizes: readonly number[];
	batchSize: number;
	/** Requests/s of the credential. */
	rate: number;
	server: Partial<SandboxOptions>;
	faults: Fault[];
	/** Whether the server refuses every record. */
	refusesAll: boolean;
	stopAtFailure: boolean;
	maxRetries: number | undefined;
	giveUpAfterMs: number;
	/** ms from the start of the run; undefined is never. */
	cancelAfterMs: number | undefined;
	seed: number;
}

/** A push as it went over the wire. */
export interface Wire {
	startedAt: number;
	endedAt: number;
	body: string;
	items: number[];
	/** Whether the sender learned that it was received. */
	acknowledged: boolean;
}

export interface Outcome {
	scenario: Scenario;
	records: PreparedRecords;
	plan: PlannedRequest[];
	delivery: Delivery & { failures: FailedRecord[] };
	wire: Wire[];
	server: AccountServer;
	tookMs: number;
}

/** Each record carries the index of its item, so that the server's log tells items apart. */
function itemsIn(body: string): number[] {
	return (JSON.parse(body) as Array<{ n: number }>).map(({ n }) => n);
}

function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

export function optionsOf({ batchSize, maxRetries, giveUpAfterMs }: Scenario): PushOptions {
	return {
		batchSize,
		maxRetries,
		giveUpAfterMs,
		timeoutMs: 5000,
		output: 'requests',
		includeRecordIds: false,
		onRejected: 'fail',
		confirmMs: 0,
		convertTypes: true,
		validation: 'off',
		unknownFields: 'send',
		emptyValues: 'leaveOutEmptyTexts',
		excelDates: 'refuse',
		dryRun: false,
		dryRunOutput: 'records',
	};
}

/** Input items that become several records each, as a shop's product and its variants. */
function sourceOf({ items, itemSizes }: Scenario): RecordSource {
	const groups: unknown[][] = [];
	for (let start = 0; start < items.length;) {
		const size = itemSizes[groups.length % itemSizes.length];
		groups.push(items.slice(start, start + size));
		start += size;
	}
	const plain = plainRecords(groups.length, (item) => groups[item]);
	return {
		...plain,
		read: (item) =>
			groups[item].map((record) => ({ kind: 'record', record: record as Json, warnings: [] })),
	};
}

export async function runScenario(scenario: Scenario): Promise<Outcome> {
	const clock = new VirtualClock();
	const random = randomFrom(scenario.seed);
	const server = new AccountServer(scenario.server);
	server.script(...scenario.faults);
	const abort = new AbortController();
	const wire: Wire[] = [];
	const cancels = new Set<() => void>();
	abort.signal.addEventListener('abort', () => {
		for (const cancel of cancels) cancel();
	});

	const http = async (request: HttpRequest): Promise<HttpOutcome> => {
		const { method, path, timeoutMs } = request;
		const body = request.body?.toString() ?? '';
		const startedAt = clock.now();
		const headers = { 'x-ometria-auth': 'sandbox-token' };
		const reply = server.handle({ method, path, query: {}, headers, body }, startedAt);
		const outcome = await new Promise<HttpOutcome>((resolve) => {
			const cancel = () => resolve({ kind: 'cancelled' });
			cancels.add(cancel);
			const hangs = reply.delivery === 'hang' || reply.latencyMs >= timeoutMs;
			clock.after(hangs ? timeoutMs : Math.max(reply.latencyMs, 1), () => {
				cancels.delete(cancel);
				if (hangs) resolve({ kind: 'networkError', code: 'ECONNABORTED', message: 'timed out' });
				else if (reply.delivery !== 'answer') {
					resolve({ kind: 'networkError', code: 'ECONNRESET', message: 'reset' });
				} else {
					resolve({
						kind: 'answer',
						status: reply.status,
						headers: reply.headers,
						text: reply.body,
					});
				}
			});
		});
		if (path === '/push') {
			const acknowledged =
				outcome.kind === 'answer' && outcome.status < 300 && outcome.text.startsWith('{"status"');
			wire.push({ startedAt, endedAt: clock.now(), body, items: itemsIn(body), acknowledged });
		}
		return outcome;
	};

	const source = sourceOf(scenario);
	const rules: PrepareRules = {
		type: undefined,
		settings: {
			collection: () => 'n8n',
			merge: () => true,
			lists: () => NO_LIST_CHANGES,
		},
		records: { ...STANDARD, validation: 'off', timezone: 'UTC' },
	};
	const records = await PreparedRecords.prepare(source, rules, yielder());
	const plan = await planOf(records, scenario.batchSize);
	const began = clock.now();
	if (scenario.cancelAfterMs !== undefined) {
		clock.after(scenario.cancelAfterMs, () => abort.abort());
	}
	const sent = await clock.run(
		sendAndReconcile({
			plan,
			records,
			options: optionsOf(scenario),
			session: {
				http,
				account: account(scenario.rate),
				clock,
				random,
				pushLimiter: new RateLimiter(clock, scenario.rate, { random, backlog: new Backlog(clock) }),
				dataLimiter: new RateLimiter(clock, 4, { random }),
				groupLimiter: () => new RateLimiter(clock, 4, { random }),
				signal: abort.signal,
			},
			stopAtFailure: scenario.stopAtFailure,
		}),
	);
	const delivery = { ...sent, failures: failuresIn(records) };
	wire.sort((a, b) => a.startedAt - b.startedAt);
	return { scenario, records, plan, delivery, wire, server, tookMs: clock.now() - began };
}

const receipts: OnReceipt[] = ['refuseRequest', 'reject', 'rejectUnnamed'];

const EVENT = { event_type: 'seen', timestamp: '2026-01-15T10:00:00Z', properties: {} };

/** Items of all types with repeated ids, some invalid, and some that the server will refuse. */
const items = fc
	.array(
		fc.record({
			type: fc.constantFrom(
				'contact',
				'contact',
				'product',
				'order',
				'custom_event',
				'profile',
				undefined,
			),
			id: fc.oneof(
				{ weight: 12, arbitrary: fc.integer({ min: 0, max: 400 }) },
				{ weight: 6, arbitrary: fc.integer({ min: 0, max: 400 }).map(String) },
				{ weight: 1, arbitrary: fc.constantFrom('', null, undefined, '😀', '__proto__') },
			),
			collection: fc.constantFrom(undefined, undefined, 'a', 'b'),
			receipt: fc.option(fc.constantFrom(...receipts), { freq: 60, nil: undefined }),
			padding: fc.oneof(
				{ weight: 60, arbitrary: fc.nat(30) },
				{ weight: 1, arbitrary: fc.constantFrom(60_000, 70_000) },
			),
		}),
		{ maxLength: 400, size: 'max' },
	)
	.map((all) =>
		all.map(({ type, id, collection, receipt, padding }, n) => ({
			...(type !== undefined && { '@type': type }),
			// Valid afterwards, too: an error found later cannot be told from a rejection on receipt.
			...(type === 'custom_event' && EVENT),
			id,
			...(collection !== undefined && { '@collection': collection }),
			n,
			receipt,
			padding: 'ü'.repeat(padding / 2),
		})),
	);

const fault: fc.Arbitrary<Fault> = fc.oneof(
	fc.record({
		status: fc.constantFrom(408, 425, 429, 500, 502, 503, 504, 400, 413, 422),
		times: fc.integer({ min: 1, max: 4 }),
		after: fc.nat(5),
		headers: fc.constantFrom<Record<string, string>>({}, {}, { 'retry-after': '2' }),
	}),
	fc.record({
		delivery: fc.constantFrom('reset' as const, 'hang' as const, 'truncate' as const),
		apply: fc.boolean(),
		times: fc.integer({ min: 1, max: 3 }),
		after: fc.nat(5),
	}),
	fc.record({
		status: fc.constantFrom(500, 503),
		times: fc.integer({ min: 10, max: 60 }),
		after: fc.nat(5),
	}),
	fc.record({ body: fc.constantFrom('', '<html>', '[]'), times: fc.constant(1), after: fc.nat(5) }),
	fc.record({
		latencyMs: fc.constantFrom(900, 4000, 6000),
		times: fc.integer({ min: 1, max: 9 }),
		after: fc.nat(5),
	}),
	fc.record({
		status: fc.constantFrom(401, 403, 404, 302, 409, 501),
		after: fc.integer({ min: 3, max: 30 }),
	}),
);

export const scenarios: fc.Arbitrary<Scenario> = fc
	.record({
		items,
		itemSizes: fc.constantFrom([1], [1], [1, 3, 2], [5]),
		batchSize: fc.constantFrom(1, 2, 7, 50, 100),
		rate: fc.constantFrom(1, 4, 8, 30),
		model: fc.constantFrom<RateModel>(
			'none',
			'slidingWindow',
			'fixedWindow',
			'tokenBucket',
			'spacing',
		),
		/** Another program may use part of the account's rate. */
		serverShare: fc.constantFrom(1, 1, 1, 0.5),
		latencyMs: fc.constantFrom(0, 20, 250, 1500),
		backlogLimit: fc.constantFrom(50_000, 50_000, 300),
		retryAfterSeconds: fc.constantFrom(undefined, undefined, 1),
		errorDelayMs: fc.constantFrom(0, 1500, 60_000),
		errorShape: fc.constantFrom('full' as const, 'full' as const, 'short' as const),
		faults: fc.array(fault, { maxLength: 5 }),
		stopAtFailure: fc.boolean(),
		refusesAll: fc.constantFrom(false, false, false, false, false, true),
		maxRetries: fc.constantFrom(0, 1, undefined, undefined),
		cancelAfterMs: fc.option(fc.integer({ min: 1, max: 20_000 }), { freq: 8, nil: undefined }),
		seed: fc.integer(),
	})
	.map(({ items: all, model, serverShare, latencyMs, ...rest }) => ({
		items: all,
		itemSizes: rest.itemSizes,
		batchSize: rest.batchSize,
		rate: rest.rate,
		server: {
			pushLimit: { model, perSecond: Math.max(1, Math.floor(rest.rate * serverShare)) },
			latencyMs,
			backlogLimit: rest.backlogLimit,
			backlogDrainPerSecond: 100,
			retryAfterSeconds: rest.retryAfterSeconds,
			errorDelayMs: rest.errorDelayMs,
			errorShape: rest.errorShape,
			onReceipt: (record) =>
				rest.refusesAll ? 'refuseRequest' : ((record.receipt as OnReceipt | undefined) ?? 'take'),
		},
		faults: rest.faults,
		refusesAll: rest.refusesAll,
		stopAtFailure: rest.stopAtFailure,
		maxRetries: rest.maxRetries,
		giveUpAfterMs: 120_000,
		cancelAfterMs: rest.cancelAfterMs,
		seed: rest.seed,
	}));
