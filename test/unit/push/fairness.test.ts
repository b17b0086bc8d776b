import { Yielder } from '../../../nodes/Ometria/n8n/yielder';
import { ColumnReport } from '../../../nodes/Ometria/push/columnReport';
import { wholeNodeFailure } from '../../../nodes/Ometria/push/nodeFailure';
import { failuresWhen, type Outcome } from '../../../nodes/Ometria/push/outcome';
import {
	dryRunItems,
	failureItems,
	recordItems,
	requestItems,
	summaryItem,
} from '../../../nodes/Ometria/push/output';
import { planRequests } from '../../../nodes/Ometria/push/plan';
import { PreparedRecords } from '../../../nodes/Ometria/push/preparedRecords';
import { plainRecords } from '../../../nodes/Ometria/push/recordSource';
import { Sending } from '../../../nodes/Ometria/push/send';
import { summarise } from '../../../nodes/Ometria/push/summary';
import { contactsNamed, planOf, textsOf } from '../../support/outcomes';
import { PLAIN_SETTINGS, STANDARD } from '../../support/records';
import { received, virtualSession } from '../../support/session';
import { VirtualClock } from '../../support/virtualClock';

const COUNT = 4000;

/** A clock on which each look takes a millisecond, as if the work between two looks did. */
function busyClock() {
	let at = 0;
	let sleeps = 0;
	return {
		sleeps: () => sleeps,
		now: () => at++,
		sleep: async () => {
			await Promise.resolve();
			sleeps++;
		},
	};
}

/** How often a stage yields; with a look in each eighth step and a yield every 15 ms. */
async function yieldsOf(stage: (yielder: Yielder) => Promise<unknown>): Promise<number> {
	const clock = busyClock();
	await stage(new Yielder(clock));
	return clock.sleeps();
}

const FEWEST = Math.floor(COUNT / 8 / 15) - 1;

const records = contactsNamed(COUNT, (i) => `c-${i}`);
const skipped: Outcome = { kind: 'skipped', reason: 'draft order' };
const allSkipped = { ...records, outcomes: records.outcomes.map(() => skipped) };
const failureOf = failuresWhen('fail');
const RULES = {
	type: 'contact' as const,
	settings: PLAIN_SETTINGS,
	records: STANDARD,
};
const options = {
	failureOf,
	warningsOf: () => [],
	includeRecordIds: false,
	confirmation: undefined,
};

describe('a long input does not hold the event loop while', () => {
	test('records are prepared', async () => {
		const source = plainRecords(COUNT, (item) => ({ id: `c-${item}` }));
		const yields = await yieldsOf(
			async (yielder) => await PreparedRecords.prepare(source, RULES, yielder),
		);
		expect(yields).toBeGreaterThanOrEqual(FEWEST);
	});

	test('columns are counted', async () => {
		const source = plainRecords(COUNT, (item) => ({ id: `c-${item}` }));
		const report = new ColumnReport('contact', source);
		const yields = await yieldsOf(
			async (yielder) => await PreparedRecords.prepare(source, RULES, yielder, report),
		);
		expect(report.items({ records: 0, notSent: 0, invalid: 0, skipped: 0 })).toHaveLength(2);
		expect(yields).toBeGreaterThanOrEqual(FEWEST);
	});

	test('requests are planned', async () => {
		const yields = await yieldsOf(async (yielder) => await planRequests(records, 1, yielder));
		expect(yields).toBeGreaterThanOrEqual(2 * FEWEST);
	});

	test('outcomes are counted', async () => {
		const yields = await yieldsOf(async (yielder) => await summarise(records, failureOf, yielder));
		expect(yields).toBeGreaterThanOrEqual(FEWEST);
	});

	test('error items are made', async () => {
		const yields = await yieldsOf(
			async (yielder) => await failureItems(records, failureOf, yielder),
		);
		expect(yields).toBeGreaterThanOrEqual(FEWEST);
	});

	test('items of records and of a dry run are made', async () => {
		const perRecord = await yieldsOf(
			async (yielder) => await recordItems(allSkipped, options, yielder),
		);
		expect(perRecord).toBeGreaterThanOrEqual(FEWEST);
		const shown = { ...records, text: () => '{}', warningTextsOf: () => [] };
		const dryRun = await yieldsOf(async (yielder) => await dryRunItems(shown, yielder));
		expect(dryRun).toBeGreaterThanOrEqual(FEWEST);
	});

	test('items of requests and a summary are made', async () => {
		const answer = {
			requestId: 'r',
			status: 'OK',
			accepted: 1,
			rejected: 0,
			skipped: undefined,
			fields: {},
		};
		const plan = await planOf(records, 1);
		const reconciled = plan.map((batch) => ({
			...batch,
			answer,
			attempts: 1,
			httpStatus: 202,
			durationMs: 1,
			named: 0,
			issue: undefined,
			isUnclear: false,
		}));
		const perRequest = await yieldsOf(
			async (yielder) => await requestItems(reconciled, allSkipped, options, yielder),
		);
		expect(perRequest).toBeGreaterThanOrEqual(FEWEST);
		const facts = {
			summary: await summarise(records, failureOf, new Yielder(busyClock())),
			type: 'contact' as const,
			items: COUNT,
			reconciled,
			statistics: { requests: 1, retries: 0, throttled: 0, waitedMs: 0 },
			stop: undefined,
			warnings: [],
			tookMs: 1,
		};
		const summary = await yieldsOf(
			async (yielder) => await summaryItem(facts, allSkipped, options, yielder),
		);
		expect(summary).toBeGreaterThanOrEqual(FEWEST);
	});

	test('a failure of the whole node becomes an error item for each input item', async () => {
		let reasons = new Set<unknown>();
		const yields = await yieldsOf(async (yielder) => {
			const items = await wholeNodeFailure(new Error('no'), COUNT, yielder);
			reasons = new Set(items.map(({ json }) => (json.error as { reason: unknown }).reason));
		});
		expect([...reasons]).toEqual(['unexpected_error']);
		expect(yields).toBeGreaterThanOrEqual(FEWEST);
	});

	test('a cancelled run says of each record that it was not sent', async () => {
		const clock = busyClock();
		const { session } = virtualSession(new VirtualClock(), () => received(1), {
			signal: AbortSignal.abort(),
		});
		const ready = contactsNamed(COUNT, (i) => `c-${i}`);
		const rules = { timeoutMs: 1, maxRetries: 0, giveUpAfterMs: 1, stopAtFailure: false };
		const plan = await planOf(ready, 1);
		await new Sending({ ...ready, ...textsOf(() => '{}') }, rules, { ...session, clock }).run(plan);
		expect(ready.outcomes.every(({ kind }) => kind === 'notSent')).toBe(true);
		expect(clock.sleeps()).toBeGreaterThanOrEqual(FEWEST);
	});
});
