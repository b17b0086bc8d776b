import { isObject } from '../utils/json';
import type { JsonRecord } from './types';

/** What this node's error items say in `error`. */
const FACTS = new Set([
	'reason',
	'record_type',
	'record_id',
	'request_id',
	'field',
	'http_status',
	'item',
]);

function areFacts(value: unknown): boolean {
	return (
		isObject(value) &&
		typeof value.reason === 'string' &&
		Object.keys(value).every((name) => FACTS.has(name))
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
	// Version 0.2 and before: a title in `error`, the facts in `details`.
	return typeof error === 'string' && areFacts(details) ? ['error', 'message', 'details'] : [];
}
