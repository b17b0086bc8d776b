import type { RateModel } from '../sandbox/core/types';
import { meanOf, type SharedResult, type SharedRun } from '../test/support/sharedRate';

const LATENCIES_MS = [20, 250, 1000];
const JITTERS_MS = [0, 40];

export interface RateFigures extends SharedResult {
	model: RateModel;
	/** Requests of each process. */
	requests: number[];
}

/** How much of an account's rate is used, in virtual time: means over latencies, jitters and seeds. */
export async function measureRate(seeds: number): Promise<RateFigures[]> {
	const models: RateModel[] = ['slidingWindow', 'fixedWindow', 'tokenBucket', 'spacing'];
	const processes = [[500], [250, 250], [300, 150], [400, 100]];
	const figures: RateFigures[] = [];
	for (const model of models) {
		for (const requests of processes) {
			const runs: SharedRun[] = [];
			for (const latencyMs of LATENCIES_MS) {
				for (const jitterMs of JITTERS_MS) {
					for (let seed = 1; seed <= seeds; seed++) {
						runs.push({ model, latencyMs, jitterMs, requests, seed });
					}
				}
			}
			figures.push({ model, requests, ...(await meanOf(runs)) });
		}
	}
	return figures;
}
