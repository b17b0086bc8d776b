import { charactersOf } from '../utils/size';
import type { Formatted } from './types';

/** Records that one item may become: more than any page of a shop's list has. */
export const MOST_RECORDS = 10_000;
/** Characters of all records of one item, which may share what the item has once. */
export const MOST_CHARACTERS = 16_000_000;

function refused(message: string): readonly Formatted[] {
	return [{ kind: 'invalid', field: '', message: `${message}. Divide it with a Split Out node` }];
}

/**
 * The entries of one item, made one by one, so that an item grows no further than is allowed: an
 * object with many small parts, or with a text that each of its records repeats, would else take all
 * memory of n8n.
 *
 * @returns one refusal of the whole item where they are too many or too large
 */
export function bounded(entries: Iterable<Formatted>): readonly Formatted[] {
	const results: Formatted[] = [];
	let characters = 0;
	for (const entry of entries) {
		// The only record of an item repeats nothing, and has its own limit.
		if (results.length > 0 && entry.kind === 'record') {
			characters += charactersOf(entry.record, MOST_CHARACTERS - characters);
		}
		if (results.length >= MOST_RECORDS) {
			const most = MOST_RECORDS.toLocaleString('en-US');
			return refused(`The item holds too many records: expected at most ${most}`);
		}
		if (characters > MOST_CHARACTERS) {
			const most = MOST_CHARACTERS.toLocaleString('en-US');
			return refused(
				`The records of the item are too large: expected at most ${most} characters together`,
			);
		}
		results.push(entry);
	}
	return results;
}
