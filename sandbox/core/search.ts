import { isObject } from './json';
import type { JsonObject } from './types';

/** The ID of a record, and the email addresses by which a person is known in it. */
function namesOf({ id, email, identity_email: identity, customer }: JsonObject): unknown[] {
	return [id, email, identity, isObject(customer) ? customer.email : undefined];
}

/**
 * Whether a record's ID, or an email address in it, contains a text, in whatever case.
 *
 * @param text '' is in each
 */
export function isFound(record: JsonObject, text: string): boolean {
	const wanted = text.toLowerCase();
	if (wanted === '') return true;
	return namesOf(record).some(
		(name) =>
			(typeof name === 'string' || typeof name === 'number') &&
			String(name).toLowerCase().includes(wanted),
	);
}
