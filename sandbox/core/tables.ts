import type { JsonObject } from './types';

/** What the account holds beside pushed records, each row with the time (ms) of its last change. */
export const TABLES = [
	'profiles',
	'lists',
	'members',
	'unsubscribes',
	'deletionRequests',
	'emails',
	'merges',
	'customFields',
] as const;
export type Table = (typeof TABLES)[number];

export interface Entry {
	row: JsonObject;
	at: number;
}
