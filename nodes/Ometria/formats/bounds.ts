import { finding } from '../records/findings';
import { charactersOf } from '../utils/json';
import type { Entries, Formatted } from './types';

/** Records that one item may become: more than any page of a shop's list has. */
export const MOST_RECORDS = 10_000;
/** Characters of all records of one item, which may repeat what the item has once. */
export const MOST_CHARACTERS = 16_000_000;
/** How much longer than the item they may be together, beside some that any item may become. */
const MOST_GROWTH = 10;
const ALWAYS_ALLOWED = 1_000_000;

function refused(reason: 'too_many_records' | 'records_too_large', most: number): Formatted {
	return { kind: 'invalid', ...finding('', reason, { most }) };
}

/** Measured only where it matters, as most items stay far below it. */
function mostFor(item: unknown): number {
	const own = charactersOf(item, MOST_CHARACTERS / MOST_GROWTH) * MOST_GROWTH;
	return Math.min(MOST_CHARACTERS, Math.max(ALWAYS_ALLOWED, own));
}

/**
 * The entries of one item, made one by one, so that an item grows no further than is allowed: an
 * object with many small parts, or with a text that each of its records repeats, would else take all
 * memory of n8n. Meanwhile there are pauses.
 *
 * @param item what they are made of; their size is bounded by its own
 * @returns one refusal of the whole item where they are too many or too large
 */
export function* bounded(item: unknown, entries: Entries): Generator<Formatted | undefined> {
	const results: Formatted[] = [];
	let characters = 0;
	let most = ALWAYS_ALLOWED;
	for (const entry of entries) {
		if (results.length > 0) yield undefined;
		if (entry === undefined) continue;
		// The only record of an item repeats nothing, and has its own limit.
		if (results.length > 0 && entry.kind === 'record') {
			characters += charactersOf(entry.record, MOST_CHARACTERS - characters);
			if (characters > most && most === ALWAYS_ALLOWED) most = mostFor(item);
		}
		if (results.length >= MOST_RECORDS || characters > most) {
			const isNumber = results.length >= MOST_RECORDS;
			yield isNumber
				? refused('too_many_records', MOST_RECORDS)
				: refused('records_too_large', most);
			return;
		}
		results.push(entry);
	}
	yield* results;
}
