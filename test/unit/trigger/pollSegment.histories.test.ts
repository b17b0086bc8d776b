import assert from 'node:assert/strict';

import { pollSegment } from '../../../nodes/Ometria/trigger/pollSegment';
import { fc, HISTORIES } from '../../support/fastCheck';
import { changing, N8N_STEPS, play, type Step, stepsOf } from '../../support/histories';
import { PollingN8n } from '../../support/polls';

type Change = { kind: 'enter' | 'leave'; from: number; count: number } | { kind: 'empty' };

interface History {
	members: number;
	/** How long a poll may take, ms. */
	budgetMs: number;
	steps: Array<{ afterMs: number; step: Step<Change> }>;
}

const size = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 1, max: 15 }) },
	{ weight: 4, arbitrary: fc.integer({ min: 15, max: 600 }) },
);
const range = <K extends 'enter' | 'leave'>(kind: K) =>
	fc.record({ kind: fc.constant(kind), from: fc.nat(3000), count: size });
const step: fc.Arbitrary<Step<Change>> = fc.oneof(
	...N8N_STEPS,
	changing(5, range('enter')),
	changing(5, range('leave')),
	changing(1, fc.constant({ kind: 'empty' as const })),
);
const history: fc.Arbitrary<History> = fc.record({
	members: fc.oneof(fc.nat(30), fc.nat(1500)),
	budgetMs: fc.constantFrom(1200, 3000, 34_000),
	steps: stepsOf(step),
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
		await play(n8n, steps, (change) => {
			if (change.kind === 'enter') enter(change.from, change.count);
			else if (change.kind === 'empty') isEmpty = true;
			else for (let n = change.from; n < change.from + change.count; n++) present.delete(n);
		});
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
