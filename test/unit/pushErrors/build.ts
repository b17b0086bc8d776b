import type { PushError } from '../../../nodes/Ometria/pushErrors/pushError';

/** An error with an identity: what is wrong with one field of one record. */
export function identified(n: number, more: Partial<PushError> = {}): PushError {
	return {
		requestId: `r-${Math.floor(n / 10)}`,
		recordType: 'contact',
		recordId: `c-${n}`,
		message: 'not a valid value',
		path: 'root > lastname',
		field: 'lastname',
		timestamp: new Date(Date.UTC(2026, 0, 15) + n * 1000).toISOString(),
		extra: {},
		...more,
	};
}

/** An error without identity; those of one field look alike. */
export function anonymous(field: string): PushError {
	return { message: 'not a valid value', path: `root > ${field}`, field, extra: {} };
}
