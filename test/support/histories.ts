import type { INodeExecutionData } from 'n8n-workflow';

import { fc } from './fastCheck';
import type { Ending, PollingN8n, RequestFault } from './polls';

/** What happens to n8n and its requests in a history. */
type N8nStep =
	| { kind: 'poll'; ending: Ending; wait: boolean }
	| { kind: 'restart' }
	| { kind: 'faults'; faults: RequestFault[] };

/** A step of a history: something happens to n8n, or something changes in Ometria. */
export type Step<Change> = N8nStep | { kind: 'change'; change: Change };

/** The steps of n8n, with the weight that each has in a history. */
export const N8N_STEPS: Array<fc.WeightedArbitrary<N8nStep>> = [
	{
		weight: 8,
		arbitrary: fc.record({
			kind: fc.constant('poll' as const),
			ending: fc.constantFrom<Ending>('none', 'none', 'none', 'none', 'beforeEmit'),
			wait: fc.boolean(),
		}),
	},
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
];

/** A change in Ometria, as a step with a weight. */
export const changing = <Change>(weight: number, change: fc.Arbitrary<Change>) => ({
	weight,
	arbitrary: fc.record({ kind: fc.constant('change' as const), change }),
});

/** Up to 40 steps, each with the time before it. */
export const stepsOf = <Change>(
	step: fc.Arbitrary<Step<Change>>,
	afterMs = fc.oneof(fc.nat(900), fc.integer({ min: 1000, max: 90_000 })),
) => fc.array(fc.record({ afterMs, step }), { maxLength: 40, size: 'max' });

/**
 * Plays the steps of a history, and waits for its polls. Afterwards nothing goes wrong any longer.
 *
 * @param change makes a change in Ometria
 * @param onPoll called when a poll has begun, with what it gives
 */
export async function play<Change>(
	n8n: PollingN8n,
	steps: ReadonlyArray<{ afterMs: number; step: Step<Change> }>,
	change: (change: Change) => void,
	onPoll: (poll: Promise<INodeExecutionData[] | null | undefined>, ending: Ending) => void = () =>
		undefined,
): Promise<void> {
	const running: Array<Promise<unknown>> = [];
	for (const { afterMs, step } of steps) {
		await n8n.clock.sleep(afterMs);
		if (step.kind === 'change') change(step.change);
		else if (step.kind === 'restart') n8n.restart();
		else if (step.kind === 'faults') n8n.faults.push(...step.faults);
		else {
			const poll = n8n.run(step.ending);
			running.push(poll);
			onPoll(poll, step.ending);
			if (step.wait) await poll;
		}
	}
	await Promise.all(running);
	n8n.faults = [];
	n8n.dates = [];
}
