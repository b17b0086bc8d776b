import type { IPollFunctions } from 'n8n-workflow';

/** Budget of a poll where n8n (before 2.38) does not say, ms; its scheduler grants no less. */
const USUAL_BUDGET_MS = 36_000;
/** Kept of the budget for what comes after reading, ms. */
const MARGIN_MS = 2000;
/** Longest time for reading, ms: where waiting takes longer, the next poll does it. */
const LONGEST_READ_MS = 60_000;

/** How long a poll may read from Ometria, ms. */
export function pollTimeoutMs(context: IPollFunctions): number {
	const { getPollBudgetMs } = context as Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>;
	const budget = getPollBudgetMs?.call(context) ?? USUAL_BUDGET_MS;
	return Math.min(Math.max(budget - MARGIN_MS, budget / 2), LONGEST_READ_MS);
}
