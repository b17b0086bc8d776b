import type { PushOptions } from '../../../nodes/Ometria/push/options';
import { PreparedRecords } from '../../../nodes/Ometria/push/preparedRecords';
import { plainRecords } from '../../../nodes/Ometria/push/recordSource';
import { sendAndReconcile } from '../../../nodes/Ometria/push/sendAndReconcile';
import { failuresIn, planOf, yielder } from '../../support/outcomes';
import { PLAIN_SETTINGS, STANDARD } from '../../support/records';
import { answered, type Call, received, virtualSession } from '../../support/session';
import { VirtualClock } from '../../support/virtualClock';

const OPTIONS: PushOptions = {
	batchSize: 2,
	output: 'requests',
	includeRecordIds: false,
	convertTypes: true,
	validation: 'standard',
	unknownFields: 'send',
	emptyValues: 'leaveOutEmptyTexts',
	excelDates: 'refuse',
	onRejected: 'fail',
	confirmMs: 0,
	maxRetries: 0,
	giveUpAfterMs: 60_000,
	timeoutMs: 4321,
	dryRun: false,
	dryRunOutput: 'records',
};

/** Five contacts in three requests, against a server that is a function. */
async function run(
	serve: (call: Call, push: number) => ReturnType<typeof received>,
	options: Partial<PushOptions> = {},
	stopAtFailure = false,
) {
	const clock = new VirtualClock();
	let pushes = 0;
	const { session, calls } = virtualSession(clock, (call) =>
		serve(call, call.method === 'POST' ? ++pushes : 0),
	);
	const records = await PreparedRecords.prepare(
		plainRecords(5, (item) => ({ id: `c-${item}` })),
		{
			type: 'contact',
			settings: PLAIN_SETTINGS,
			records: STANDARD,
		},
		yielder(),
	);
	const all = { ...OPTIONS, ...options };
	const plan = await planOf(records, all.batchSize);
	const sent = await clock.run(
		sendAndReconcile({ plan, records, options: all, session, stopAtFailure }),
	);
	const delivery = { ...sent, failures: failuresIn(records, all.onRejected) };
	return {
		delivery,
		outcomes: records.outcomes,
		calls,
		reads: calls.filter(({ method }) => method === 'GET'),
	};
}

const ok = (call: Call, push: number) => received(call.records.length, { request_id: `r-${push}` });

function errorList(...entries: Array<[requestId: string, recordId: string, recordType?: string]>) {
	return answered(
		200,
		entries.map(([request_id, record_id, record_type = 'contact']) => ({
			request_id,
			record_id,
			record_type,
			message: { error_message: 'not a valid value', error_path: 'root > email' },
		})),
	);
}

describe('delivering a plan', () => {
	it('gives the received requests in order of their first record, and reads no errors without need', async () => {
		const { delivery, reads, calls } = await run(ok);
		expect(delivery.reconciled.map(({ records }) => [...records])).toEqual([[0, 1], [2, 3], [4]]);
		expect(delivery).toMatchObject({ failures: [], stop: undefined, confirmation: undefined });
		expect(reads).toEqual([]);
		expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([4321, 4321, 4321]);
	});

	it('gives them in that order however late one was received', async () => {
		const late = (call: Call, push: number) => (push === 1 ? answered(502) : ok(call, push));
		const { delivery } = await run(late, { maxRetries: 1 });
		expect(delivery.reconciled.map(({ records }) => [...records])).toEqual([[0, 1], [2, 3], [4]]);
		expect(delivery.reconciled[0].attempts).toBe(2);
	});

	it('does not wait for errors when nothing was received', async () => {
		const { delivery } = await run(() => answered(403), { confirmMs: 10_000 });
		expect(delivery.confirmation?.waitedMs).toBe(0);
	});

	it('names what was rejected on receipt', async () => {
		const { delivery, reads } = await run((call, push) => {
			if (call.method === 'GET') return errorList(['r-2', 'c-3'], ['r-9', 'c-0'], ['r-1', 'c-1']);
			return push === 2 ? received(1, { request_id: 'r-2', rejected: 1 }) : ok(call, push);
		});
		expect(delivery.failures).toMatchObject([
			{ item: 3, kind: 'rejected', field: 'email', recordId: 'c-3' },
		]);
		expect(delivery.failures[0].request?.answer.requestId).toBe('r-2');
		expect(reads[0].timeoutMs).toBe(4321);
	});

	it('reports rejections without failing where the user wants that', async () => {
		const { delivery, outcomes } = await run(
			(call, push) =>
				call.method === 'GET'
					? errorList(['r-1', 'c-0'])
					: received(1, { request_id: `r-${push}`, rejected: push === 1 ? 1 : 0 }),
			{ onRejected: 'report', batchSize: 1 },
		);
		expect(delivery.failures).toEqual([]);
		expect(outcomes[0]).toMatchObject({ kind: 'rejected', message: 'email: not a valid value' });
		expect(delivery.reconciled[0].named).toBe(1);
	});

	it('waits for later errors where set, and joins those of its own requests and type', async () => {
		const list = () => errorList(['r-1', 'c-1'], ['r-1', 'c-0', 'order'], ['foreign', 'c-2']);
		const serve = (call: Call, push: number) => (call.method === 'GET' ? list() : ok(call, push));
		const without = await run(serve);
		expect(without.delivery.failures).toEqual([]);
		const { delivery } = await run(serve, { confirmMs: 10_000 });
		expect(delivery.failures.map(({ item, reason }) => [item, reason])).toEqual([[1, 'rejected']]);
		expect(delivery.confirmation).toMatchObject({
			waitedMs: expect.any(Number) as number,
			windowFull: false,
		});
		expect(delivery.confirmation?.waitedMs).toBeGreaterThanOrEqual(10_000);
	});

	it('goes on after a request that cannot be delivered, or stops, as set', async () => {
		const broken = (call: Call, push: number) => (push === 1 ? answered(502) : ok(call, push));
		const onward = await run(broken);
		expect(onward.delivery.failures.map(({ item, kind }) => [item, kind])).toEqual([
			[0, 'undelivered'],
			[1, 'undelivered'],
		]);
		expect(onward.delivery.reconciled).toHaveLength(2);
		const stopped = await run(
			(call, push) => (push === 1 ? answered(403) : ok(call, push)),
			{},
			true,
		);
		expect(stopped.delivery.stop).toMatchObject({ reason: 'unauthorised', httpStatus: 403 });
	});
});
