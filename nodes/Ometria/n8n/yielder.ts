import type { Clock } from './clock';

/** Longest time that a loop holds the event loop before it yields, ms. */
const SLICE_MS = 15;
/** Steps between two looks at the clock, which costs as much as a tenth of a record. */
const STEPS_PER_LOOK = 8;

/**
 * Says when a long loop has to yield, as n8n has one thread for all executions, webhooks and the editor.
 * {@link eachFairly} is such a loop.
 */
export class Yielder {
	private steps = 0;
	private since: number;

	/** @param stepsPerLook 1 where a single step may take milliseconds */
	constructor(
		private readonly clock: Clock,
		private readonly stepsPerLook = STEPS_PER_LOOK,
	) {
		this.since = clock.now();
	}

	isDue(): boolean {
		return ++this.steps >= this.stepsPerLook && this.isDueNow();
	}

	/** The same where the last step may have taken milliseconds. */
	isDueNow(): boolean {
		this.steps = 0;
		return this.clock.now() - this.since >= SLICE_MS;
	}

	/** Lets everything else that waits for the event loop run once. */
	async rest(): Promise<void> {
		// A sleep of 0 ms would not leave the event loop's current phase.
		await this.clock.sleep(1);
		this.restart();
	}

	/** To be called when the loop has waited for something else, so that it has yielded. */
	restart(): void {
		this.since = this.clock.now();
	}
}

/**
 * A loop that does not hold the event loop for long, however many steps it has.
 *
 * @param step called for each index from 0 to `count` - 1, one after the other
 */
export async function eachFairly(
	yielder: Yielder,
	count: number,
	step: (index: number) => void | Promise<void>,
): Promise<void> {
	for (let index = 0; index < count; index++) {
		if (yielder.isDue()) await yielder.rest();
		const pending = step(index);
		// Waiting for what is done already would cost as much as a short step.
		if (pending) await pending;
	}
}

/** The same for steps that are made one by one, each of which may take milliseconds. */
export async function goThrough<T>(
	yielder: Yielder,
	steps: Iterable<T>,
	each: (step: T) => void = () => undefined,
): Promise<void> {
	for (const step of steps) {
		each(step);
		if (yielder.isDueNow()) await yielder.rest();
	}
}
