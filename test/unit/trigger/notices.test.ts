import type { IDataObject } from 'n8n-workflow';

import { CHANGE_EVENTS } from '../../../nodes/Ometria/trigger/changeEvent';
import { Notices } from '../../../nodes/Ometria/trigger/notices';
import type { Poll } from '../../../nodes/Ometria/trigger/poll';
import { pollChanges } from '../../../nodes/Ometria/trigger/pollChanges';
import { pollPushErrors } from '../../../nodes/Ometria/trigger/pollPushErrors';
import { pollSegment } from '../../../nodes/Ometria/trigger/pollSegment';
import { PollingN8n } from '../../support/polls';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An account in which things happen, and n8n with a trigger on one event. */
interface World {
	n8n: PollingN8n;
	happen: (count?: number) => void;
}

/** How a server deviates: answers instead of a page, by its offset. */
type Deviation = (offset: number) => unknown[] | number | undefined;

function worldOfChanges(event: (typeof CHANGE_EVENTS)[number], deviate: Deviation): World {
	const rows: Array<{ id: number; atMs: number }> = [];
	const n8n: PollingN8n = new PollingN8n(
		(query) => {
			const sinceMs = Date.parse(`${String(query[event.since])}Z`);
			const listed = rows.filter(({ atMs }) => atMs >= sinceMs).map(({ id }) => ({ id }));
			const [limit, offset] = [Number(query.limit), Number(query.offset)];
			// The activation asks for what changes in the future.
			const own = listed.length === 0 ? undefined : deviate(offset);
			return own ?? listed.slice(offset, offset + limit);
		},
		async (poll) => await pollChanges(poll, event, false),
	);
	const happen = (count = 1) => {
		for (let n = 0; n < count; n++) rows.push({ id: rows.length, atMs: n8n.serverMs });
	};
	return { n8n, happen };
}

function worldOfErrors(): World {
	const errors: object[] = [];
	const n8n = new PollingN8n(
		() => errors.slice(-100),
		async (poll) => await pollPushErrors(poll, { filter: {}, includeRecord: false }),
	);
	const happen = (count = 1) => {
		for (let n = 0; n < count; n++) {
			errors.push({ request_id: 'r', record_type: 'contact', record_id: `c-${errors.length}` });
		}
	};
	return { n8n, happen };
}

function worldOfMembers(): World {
	const members: object[] = [{ profile_id: 'first' }];
	const event = { segmentId: '1', path: '/lists/1/contacts', changes: 'both' as const };
	const n8n = new PollingN8n(
		({ limit, offset }) => members.slice(Number(offset), Number(offset) + Number(limit)),
		async (poll: Poll) => await pollSegment(poll, event),
	);
	const happen = (count = 1) => {
		for (let n = 0; n < count; n++) members.push({ profile_id: members.length });
	};
	return { n8n, happen };
}

const WORLDS: Array<[string, () => World]> = [
	...CHANGE_EVENTS.map((event): [string, () => World] => [
		event.value,
		() => worldOfChanges(event, () => undefined),
	]),
	['pushErrors', worldOfErrors],
	['segmentMembers', worldOfMembers],
];

/** Lets n8n live in virtual time, with its trigger activated. */
async function activated<T>({ n8n }: World, live: () => Promise<T>): Promise<T> {
	return await n8n.clock.run(
		(async () => {
			await n8n.activate();
			await n8n.clock.sleep(MINUTE_MS);
			return await live();
		})(),
	);
}

const warningsOf = (items: Array<{ json: IDataObject }> | null | undefined) =>
	items?.map(({ json }) => json.warning);

describe.each(WORLDS)('the trigger on %s', (key, worldOf) => {
	it('begins again with a warning in the next item when the account is another one', async () => {
		const world = worldOf();
		const { n8n, happen } = world;
		await activated(world, async () => {
			happen();
			expect(warningsOf(await n8n.run())).toEqual([undefined]);
			happen();
			n8n.accessToken = 'of another account';
			await n8n.clock.sleep(MINUTE_MS);
			expect(await n8n.run()).toBeNull();
			await n8n.clock.sleep(MINUTE_MS);
			happen();
			expect(warningsOf(await n8n.run())).toEqual([
				expect.stringMatching(
					/^The credential or its access token is not the same as before, so the trigger begins again/,
				),
			]);
			await n8n.clock.sleep(MINUTE_MS);
			happen();
			expect(warningsOf(await n8n.run())).toEqual([undefined]);
		});
	});

	it('begins again when a person activates it after more than 30 days, and only then', async () => {
		const world = worldOf();
		const { n8n, happen } = world;
		await activated(world, async () => {
			happen();
			expect(await n8n.run()).toHaveLength(1);
			for (const { days, isActivation, warnings } of [
				{ days: 7, isActivation: true, warnings: [undefined] },
				{ days: 40, isActivation: false, warnings: [undefined] },
				{ days: 31, isActivation: true, warnings: null },
			]) {
				happen();
				await n8n.clock.sleep(days * DAY_MS);
				const items = await n8n.run('none', isActivation);
				expect(warningsOf(items) ?? null).toEqual(warnings);
			}
			await n8n.clock.sleep(MINUTE_MS);
			happen();
			expect(warningsOf(await n8n.run())).toEqual([
				expect.stringMatching(/more than 30 days .* so it begins again/),
			]);
		});
	});

	it('begins again when another event was chosen in between', async () => {
		const world = worldOf();
		const { n8n, happen } = world;
		await activated(world, async () => {
			happen();
			expect(await n8n.run()).toHaveLength(1);
			n8n.stored = { otherEvent: 1, [key === 'pushErrors' ? 'orderCreated' : 'pushErrors']: {} };
			happen();
			await n8n.clock.sleep(MINUTE_MS);
			expect(await n8n.run()).toBeNull();
			await n8n.clock.sleep(MINUTE_MS);
			happen();
			expect(warningsOf(await n8n.run())).toEqual([
				expect.stringMatching(/^Another event was chosen, so the trigger begins again/),
			]);
		});
	});

	it('begins again where what is stored cannot be read', async () => {
		const world = worldOf();
		const { n8n, happen } = world;
		await activated(world, async () => {
			n8n.stored = { [key]: { version: 9 } };
			expect(await n8n.run()).toBeNull();
			await n8n.clock.sleep(MINUTE_MS);
			happen();
			expect(warningsOf(await n8n.run())).toEqual([
				expect.stringMatching(/^The stored position .* cannot be read, so it begins again/),
			]);
		});
	});
});

test('a warning noted while the clock was ahead waits no longer than any other', () => {
	const early = new Notices([], 365 * DAY_MS, () => undefined);
	early.add('moved', 'orders');
	expect(new Notices(early.left(), 0, () => undefined).isOverdue).toBe(true);
	expect(new Notices(early.left(), 365 * DAY_MS + 1, () => undefined).isOverdue).toBe(false);
});

describe.each(CHANGE_EVENTS)('a list of $value', (event) => {
	it.each([-365 * 24, -25, -1, 1, 25, 365 * 24])(
		'brings each once, and nothing old, though n8n has a clock that is %i hours off for a poll',
		async (hours) => {
			const world = worldOfChanges(event, () => undefined);
			const { n8n, happen } = world;
			happen(5);
			await n8n.clock.run(n8n.clock.sleep(60 * MINUTE_MS));
			await activated(world, async () => {
				for (const offMs of [0, hours * 60 * MINUTE_MS, 0, 0]) {
					n8n.offMs = offMs;
					happen();
					expect(await n8n.run()).toHaveLength(1);
					await n8n.clock.sleep(MINUTE_MS);
				}
			});
		},
	);

	it('is read up to the page that is refused, with a warning', async () => {
		const world = worldOfChanges(event, (offset) => (offset >= 400 ? 400 : undefined));
		const { n8n, happen } = world;
		await activated(world, async () => {
			happen(800);
			const first = await n8n.run();
			// Two pages that overlap.
			expect(first).toHaveLength(490);
			expect(warningsOf(first)?.[0]).toBeUndefined();
			// The next readings begin later, until all that is new is within reach.
			for (let poll = 0; poll < 3; poll++) {
				await n8n.clock.sleep(5 * MINUTE_MS);
				expect(await n8n.run()).toBeNull();
			}
			for (const warning of [/^Ometria does not give \w+ beyond a certain number/, undefined]) {
				happen();
				const expected: unknown = warning && expect.stringMatching(warning);
				expect(warningsOf(await n8n.run())).toEqual([expected]);
				await n8n.clock.sleep(MINUTE_MS);
			}
		});
	});

	it('is read to its first page where it has no pages, with a warning', async () => {
		const first = Array.from({ length: 250 }, (_, id) => ({ id }));
		const world = worldOfChanges(event, (offset) => (offset > 0 ? first : undefined));
		const { n8n, happen } = world;
		await activated(world, async () => {
			happen(300);
			const items = await n8n.run();
			expect(items).toHaveLength(250);
			expect(warningsOf(items)?.[0]).toMatch(
				/^Ometria gave the same \w+ again instead of the next page/,
			);
		});
	});
});
