import type { Growth } from './growingItems';

/**
 * Characters of an item: enough that work which grows with their square takes far longer than
 * {@link NOISE}, and little enough that it is below each bound.
 */
const SIZE = 30_000;
/** CPU time in which a difference is no more than noise, ms. */
const NOISE = 40;
const MOST_TIMES = 3;
const ATTEMPTS = 3;

export type Work = (json: unknown) => unknown;

async function cpuMs(work: Work, json: unknown): Promise<number> {
	const start = process.cpuUsage();
	await work(json);
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

/** The growths for which twice the item takes more than three times the CPU time. */
export async function tooSlow(
	work: Work,
	growths: readonly Growth[],
	size = SIZE,
): Promise<string[]> {
	const found: string[] = [];
	for (const { name, make } of growths) {
		const double = make(size * 2);
		// Most take no time worth comparing.
		let twice = await cpuMs(work, double);
		if (twice <= NOISE) continue;
		const single = make(size);
		let once = 0;
		// The best of a few: garbage and the compiler only ever add to it.
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			const own = await cpuMs(work, single);
			once = attempt === 0 ? own : Math.min(once, own);
			twice = Math.min(twice, await cpuMs(work, double));
			if (twice <= Math.max(NOISE, once * MOST_TIMES)) break;
		}
		if (twice > Math.max(NOISE, once * MOST_TIMES)) found.push(`${name}: ${once}, ${twice} ms`);
	}
	return found;
}
