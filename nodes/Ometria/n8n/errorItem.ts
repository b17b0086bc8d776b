import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { JsonRecord, Reason } from '../records';
import { isObject } from '../utils/json';

const FACTS = [
	...(['reason', 'record_type', 'record_id', 'request_id', 'field'] as const),
	// How many input items the record is made of, where there are several: n8n lays the first of them
	// under the error, so that the record cannot be made of the error item.
	...(['rows', 'http_status'] as const),
] as const;

/** The facts of a failure, for branching and filtering in a workflow. */
export type ErrorFacts = { reason: Reason } & Partial<
	Record<Exclude<(typeof FACTS)[number], 'reason'>, string | number | null>
>;

/**
 * What an item for the error branch holds. Exactly these two keys: n8n before 2.34.6 sends an item
 * with any third one down the success branch.
 */
export function errorJson(message: string, facts: ErrorFacts): IDataObject {
	return { error: facts, message };
}

/**
 * An item for the error branch. It has no `item.error`, for which n8n would replace the JSON.
 *
 * @param items indexes of the input items that failed
 */
export function errorItem(
	message: string,
	facts: ErrorFacts,
	items: number | number[],
): INodeExecutionData {
	const pairedItem = Array.isArray(items) ? items.map((item) => ({ item })) : { item: items };
	return { json: errorJson(message, facts), pairedItem };
}

/** Version 0.1 named the item too. */
const KNOWN_FACTS: ReadonlySet<string> = new Set([...FACTS, 'item']);

function areFacts(value: unknown): boolean {
	return (
		isObject(value) &&
		typeof value.reason === 'string' &&
		Object.keys(value).every((name) => KNOWN_FACTS.has(name))
	);
}

/**
 * The keys that n8n's error branch laid over an item that this node refused. An item that was
 * repaired and is pushed again still has them.
 *
 * @returns none when the item has keys of these names with a meaning of their own
 */
export function errorBranchKeys(json: JsonRecord): string[] {
	const { error, message, details } = json;
	if (error === undefined || typeof message !== 'string') return [];
	if (areFacts(error)) return ['error', 'message'];
	// Version 0.1: a title in `error`, the facts in `details`.
	return typeof error === 'string' && areFacts(details) ? ['error', 'message', 'details'] : [];
}

/** What an error says, as one text: what happened, then how to fix it. */
export function errorText(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { description } = error as { description?: unknown };
	if (typeof description !== 'string' || description === '' || description === error.message) {
		return error.message;
	}
	return `${error.message}. ${description}`;
}
