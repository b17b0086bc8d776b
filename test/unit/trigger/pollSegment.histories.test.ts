import assert from 'node:assert/strict';

import { pollSegment } from '../../../nodes/Ometria/trigger/pollSegment';
import { fc, HISTORIES } from '../../support/fastCheck';
import { type Ending, PollingN8n, type RequestFault } from '../../support/polls';

type Step =
	| { kind: 'enter'; from: number; count: number }
	| { kind: 'leave'; from: number; count: number }
	| { kind: 'empty' }
	| { kind: 'poll'; ending: Ending; wait: boolean }
	| { kind: 'restart' }
	| { kind: 'faults'; faults: RequestFault[] };

interface History {
	members: number;
	/** How long a poll may take, ms. */
	budgetMs: number;
	steps: Array<{ afterMs: number; step: Step }>;
}

const size = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 1, max: 15 }) },
	{ weight: 4, arbitrary: fc.integer({ min: 15, max: 600 }) },
);
const range = <K extends 'enter' | 'leave'>(kind: K) =>
	fc.record({ kind: fc.constant(kind), from: fc.nat(3000), count: size });
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.record({
			kind: fc.constant('poll' as const),
			ending: fc.constantFrom<Ending>('none', 'none', 'none', 'none', 'beforeEmit'),
			wait: fc.boolean(),
		}),
	},
	{ weight: 5, arbitrary: range('enter') },
	{ weight: 5, arbitrary: range('leave') },
	{ weight: 1, arbitrary: fc.constant({ kind: 'empty' as const }) },
	{ weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('faults' as const),
			faults: fc.array(
				fc.constantFrom<RequestFault>('none', 'none', 'unavailable', 'forbidden', 'reset', 'slow'),
				{ minLength: 1, maxLength: 6 },
			),
		}),
	},
);
const history: fc.Arbitrary<History> = fc.record({
	members: fc.oneof(fc.nat(30), fc.nat(1500)),
	budgetMs: fc.constantFrom(1200, 3000, 34_000),
	steps: fc.array(
		fc.record({
			afterMs: fc.oneof(fc.nat(900), fc.integer({ min: 1000, max: 90_000 })),
			step,
		}),
		{ maxLength: 40, size: 'max' },
	),
});

async function run({ members, budgetMs, steps }: History) {
	const present = new Set<number>();
	const enter = (from: number, count: number) => {
		for (let n = from; n < from + count; n++) present.add(n);
	};
	let isEmpty = false;
	const n8n = new PollingN8n(
		({ limit, offset }) => {
			if (isEmpty) {
				isEmpty = false;
				return [];
			}
			return [...present]
				.sort((a, b) => a - b)
				.slice(Number(offset), Number(offset) + Number(limit))
				.map((id) => ({ profile_id: id }));
		},
		async (poll) =>
			await pollSegment(poll, { segmentId: '1', path: '/lists/1/contacts', changes: 'both' }),
		budgetMs,
	);
	const { clock } = n8n;
	const live = async () => {
		enter(0, members);
		for (let n = 0; n < 4; n++) await n8n.activate();
		const running: Array<Promise<unknown>> = [];
		for (const { afterMs, step } of steps) {
			await clock.sleep(afterMs);
			if (step.kind === 'enter') enter(step.from, step.count);
			else if (step.kind === 'leave') {
				for (let n = step.from; n < step.from + step.count; n++) present.delete(n);
			} else if (step.kind === 'empty') isEmpty = true;
			else if (step.kind === 'restart') n8n.restart();
			else if (step.kind === 'faults') n8n.faults.push(...step.faults);
			else {
				const one = n8n.run(step.ending);
				running.push(one);
				if (step.wait) await one;
			}
		}
		await Promise.all(running);
		n8n.faults = [];
		isEmpty = false;
		for (let n = 0; n < 30; n++) {
			await clock.sleep(60_000);
			await n8n.run();
		}
		return { n8n, present };
	};
	return await clock.run(live());
}

it('random histories of a segment bring each who enters or leaves once, and nobody else', async () => {
	await fc.assert(
		fc.asyncProperty(history, async (one) => {
			const { n8n, present } = await run(one);
			const members = new Set(Array.from({ length: one.members }, (_, n) => n));
			for (const { items } of n8n.emitted) {
				for (const { json } of items) {
					const id = Number(json.profile_id);
					const isMember = members.has(id);
					// Nobody enters twice, or leaves twice. `expect` takes long for so many.
					assert.equal(json.change, isMember ? 'left' : 'entered', `profile ${id}`);
					if (isMember) members.delete(id);
					else members.add(id);
				}
			}
			expect([...members].sort((a, b) => a - b)).toEqual([...present].sort((a, b) => a - b));
		}),
		{ numRuns: HISTORIES, endOnFailure: true },
	);
});
