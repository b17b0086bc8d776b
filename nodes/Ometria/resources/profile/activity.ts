import { type GetRequest, getRow } from '../../operations/get';
import { OPERATION_POLICY } from '../../operations/operation';
import type { ErrorsAnswer } from '../../pushErrors/fetchErrors';
import { isSameEmail } from '../../pushErrors/filter';
import { newestFirst } from '../../pushErrors/order';
import { ERRORS_WINDOW, type PushError } from '../../pushErrors/pushError';
import { readPages } from '../../transport/pagination';
import type { CallFailure } from '../../transport/request';
import type { Row } from '../../transport/rows';
import type { Session } from '../../transport/session';
import { isObject } from '../../utils/json';
import { counted, formatNumber } from '../../utils/text';
import { parseTimeMs } from '../../utils/time';
import { requestByEmail } from './shared';

/** Who is meant: an email address, a customer ID (the shop's) or a profile ID (Ometria's). */
export interface Wanted {
	mode: 'email' | 'customerId' | 'id';
	value: string;
	/** Path and query of the profile; undefined for a customer ID, as no look-up by it is known. */
	request?: GetRequest;
	/** Orders wanted at most. */
	limit: number;
}

type Part = 'profile' | 'contacts' | 'orders' | 'push_errors';

/** What could be read of a person, and what could not. */
export interface Activity {
	ok: true;
	profile: Row | undefined;
	contacts: Row[];
	/** Newest first. */
	orders: Row[];
	/** Newest first. */
	pushErrors: PushError[];
	notRead: Array<{ part: Part; why: string }>;
}

/** Rows of a person's orders, or collections, that are read at most: more is no longer one person's. */
const MOST_ORDERS = 1000;
const MOST_COLLECTIONS = 50;

const idText = (value: unknown): string | undefined =>
	typeof value === 'number' || (typeof value === 'string' && value !== '')
		? String(value)
		: undefined;

interface Person {
	emails: readonly string[];
	customerId?: string | undefined;
	profileId?: string | undefined;
}

/** Whether a row of any kind names the person, in one of the fields that say who it is about. */
function names(row: Row, { emails, customerId, profileId }: Person): boolean {
	const customer = isObject(row.customer) ? row.customer : {};
	const named = [row.email, row.identity_email, customer.email];
	const customerIds = [row.customer_id, row.identity_account_id, customer.id];
	const profileIds = [row['@profile_id'], row.profile_id];
	return (
		named.some((one) => typeof one === 'string' && emails.some((own) => isSameEmail(one, own))) ||
		(customerId !== undefined && customerIds.some((one) => idText(one) === customerId)) ||
		(profileId !== undefined && profileIds.some((one) => idText(one) === profileId))
	);
}

/** Reads one person's activity; each part that cannot be read is noted, and the others are read. */
class ActivityReader {
	readonly notRead: Activity['notRead'] = [];
	/** The last failure of a part. */
	failure: CallFailure | undefined;

	constructor(private readonly session: Session) {}

	note(part: Part, why: string): void {
		this.notRead.push({ part, why });
	}

	noteFailure(part: Part, failure: CallFailure): void {
		this.failure = failure;
		const { message, httpStatus } = failure;
		this.note(part, httpStatus === undefined ? message : `HTTP ${httpStatus}: ${message}`);
	}

	/**
	 * Source: GET /orders with `customer_id` and `email` (from a third party's description). A row that
	 * does not name the person is left out, as Ometria may ignore the filter.
	 */
	async orders(
		query: Readonly<Record<string, string>>,
		person: Person,
	): Promise<Row[] | CallFailure> {
		const list = { path: '/orders', query, limit: MOST_ORDERS, paged: true, anyShape: false };
		const answer = await readPages(this.session, list, OPERATION_POLICY);
		if (!answer.ok) return answer;
		const own = answer.rows.filter((row) => names(row, person));
		const others = answer.rows.length - own.length;
		if (others > 0) {
			this.note(
				'orders',
				`${counted(others, 'order was', 'orders were')} left out because no field names this person`,
			);
		}
		if (answer.rows.length >= MOST_ORDERS || answer.repeated || answer.moved) {
			this.note(
				'orders',
				`Only the first ${formatNumber(answer.rows.length)} that Ometria lists were read`,
			);
		}
		return own;
	}

	/**
	 * The contacts whose ID is the customer ID, in each collection.
	 * Source: GET /contacts (documented) and GET /contacts/{collection}/{id} (described, seen). No
	 * look-up of contacts by person is known, and profiles do not list them.
	 */
	async contacts(person: Person): Promise<Row[]> {
		const { customerId } = person;
		// As steps of a path these two would lead to another endpoint.
		if (customerId === undefined || ['.', '..'].includes(customerId)) {
			this.note(
				'contacts',
				'Ometria finds contacts by contact ID only, and no customer ID is known to try as one',
			);
			return [];
		}
		this.note(
			'contacts',
			'Ometria finds contacts by contact ID only, so contacts whose ID is not the customer ID were not read',
		);
		const list = { path: '/contacts', query: {}, limit: MOST_COLLECTIONS, paged: true };
		const collections = await readPages(
			this.session,
			{ ...list, anyShape: false },
			OPERATION_POLICY,
		);
		if (!collections.ok) {
			this.noteFailure('contacts', collections);
			return [];
		}
		if (collections.rows.length >= MOST_COLLECTIONS) {
			this.note('contacts', `Only the first ${MOST_COLLECTIONS} collections were read`);
		}
		const found: Row[] = [];
		for (const { collection } of collections.rows) {
			const name = idText(collection);
			if (name === undefined || ['.', '..'].includes(name)) continue;
			const path = `/contacts/${encodeURIComponent(name)}/${encodeURIComponent(customerId)}`;
			const answer = await getRow(this.session, { path });
			if (answer.ok) {
				// Another person can have that ID in another collection.
				if (names(answer.row, person)) found.push({ '@collection': name, ...answer.row });
			} else if (answer.kind !== 'not_found') {
				this.noteFailure('contacts', answer);
				if (answer.kind !== 'failed') break;
			}
		}
		return found;
	}

	/** Those that name the person, or one of the contacts or orders. */
	pushErrors(
		answer: ErrorsAnswer,
		person: Person,
		contacts: readonly Row[],
		orders: readonly Row[],
	): PushError[] {
		if (!answer.ok) {
			this.noteFailure('push_errors', answer);
			return [];
		}
		const isOf = ({ recordType, recordId, record }: PushError): boolean => {
			const pushed = isObject(record) ? record : {};
			if (names(pushed, person)) return true;
			if (recordType === 'order') return orders.some(({ id }) => idText(id) === recordId);
			if (recordType !== 'contact') return false;
			// A contact's ID is unique in its collection only.
			const collection = pushed['@collection'];
			return contacts.some(
				({ id, '@collection': own }) =>
					idText(id) === recordId && (collection === undefined || collection === own),
			);
		};
		const silent = answer.errors.filter(
			({ recordId, record }) => recordId === undefined && record === undefined,
		).length;
		if (silent > 0) {
			this.note(
				'push_errors',
				`${counted(silent, 'push error does', 'push errors do')} not say which record is meant`,
			);
		}
		if (answer.windowFull) {
			this.note('push_errors', `Ometria lists only the latest ${ERRORS_WINDOW} of the account`);
		}
		return newestFirst(answer.errors.filter(isOf));
	}
}

/** Newest first, each order once; those without a time last. */
function newestOrders(orders: readonly Row[], limit: number): Row[] {
	const byId = new Map(orders.map((order) => [idText(order.id) ?? order, order]));
	return [...byId.values()]
		.map((order) => ({ order, at: parseTimeMs(order.timestamp, 'UTC') ?? -Infinity }))
		.sort((a, b) => (a.at === b.at ? 0 : b.at - a.at))
		.slice(0, limit)
		.map(({ order }) => order);
}

const emailOf = ({ email, customer }: Row): string | undefined =>
	[email, isObject(customer) ? customer.email : undefined].find(
		(one): one is string => typeof one === 'string' && one !== '',
	);

/** Email addresses, each once. */
function different(emails: ReadonlyArray<string | undefined>): string[] {
	const known = emails.filter((one) => one !== undefined);
	return known.filter(
		(one, index) => known.findIndex((other) => isSameEmail(one, other)) === index,
	);
}

/**
 * Reads what Ometria holds of one person. A customer ID is looked up in orders and contacts, and the
 * profile by the email address that they name, as Ometria has no look-up of profiles by customer ID.
 *
 * @param errors the latest push errors of the account
 * @returns a failure where the person cannot be looked up or is not found; other parts that cannot be
 * read are in `notRead`
 */
export async function readActivity(
	session: Session,
	{ mode, value, request, limit }: Wanted,
	errors: () => Promise<ErrorsAnswer>,
): Promise<Activity | CallFailure> {
	const reader = new ActivityReader(session);
	let profile: Row | undefined;
	let person: Person = mode === 'customerId' ? { emails: [], customerId: value } : { emails: [] };
	if (request) {
		const answer = await getRow(session, request);
		if (!answer.ok) return answer;
		profile = answer.row;
		const doubt = request.doubtOf?.(profile);
		if (doubt !== undefined) reader.note('profile', doubt);
		person = {
			emails: different([emailOf(profile), mode === 'email' ? value : undefined]),
			customerId: idText(profile.customer_id),
			profileId: idText(profile.id),
		};
	}

	const orders: Row[] = [];
	const readOrders = async (query: Record<string, string>): Promise<CallFailure | undefined> => {
		const found = await reader.orders(query, person);
		if (!Array.isArray(found)) return found;
		orders.push(...found);
		return undefined;
	};
	const { customerId } = person;
	if (customerId !== undefined) {
		const failure = await readOrders({ customer_id: customerId });
		if (failure && !request) return failure;
		if (failure) reader.noteFailure('orders', failure);
	}
	const contacts = await reader.contacts(person);

	if (!request) {
		const email = [...orders, ...contacts].map(emailOf).find((one) => one !== undefined);
		if (orders.length === 0 && contacts.length === 0 && !reader.failure) {
			const message = 'No order and no contact with this customer ID was found';
			return { ok: false, kind: 'not_found', message };
		}
		const answer = email === undefined ? undefined : await getRow(session, requestByEmail(email));
		if (answer && !answer.ok && answer.kind !== 'not_found') return answer;
		if (answer?.ok && idText(answer.row.customer_id) === value) {
			profile = answer.row;
			person = { emails: different([email]), customerId: value, profileId: idText(profile.id) };
		} else {
			const why =
				'no profile with this customer ID was found by the email of an order or a contact';
			reader.note('profile', `Ometria does not look up profiles by customer ID, and ${why}`);
		}
	}
	for (const email of person.emails) {
		const failure = await readOrders({ email });
		if (failure) reader.noteFailure('orders', failure);
	}
	if (person.emails.length === 0 && customerId === undefined) {
		reader.note('orders', 'The profile names neither an email address nor a customer ID');
	}
	const pushErrors = reader.pushErrors(await errors(), person, contacts, orders);
	if (reader.failure?.kind === 'cancelled') return reader.failure;
	return {
		ok: true,
		profile,
		contacts,
		orders: newestOrders(orders, limit),
		pushErrors,
		notRead: reader.notRead,
	};
}
