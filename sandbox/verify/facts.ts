import { randomUUID } from 'node:crypto';

import { isObject } from '../core/json';
import type { JsonObject } from '../core/types';
import type { Answer, Client } from './client';
import { headerNames, kindOf, mediaType, namesOf, rowsOf } from './shapes';

/** What was found out about a fact. */
export interface Finding {
	/** `not seen` where the account has nothing that shows it. */
	verdict: 'as assumed' | 'differs' | 'not seen';
	/** What was met, without anything that a person or a shop has entered. */
	met: string;
}

/** How well a fact is known; see docs/coverage.md. */
export type Standing = 'documented' | 'described' | 'seen' | 'assumed';

/** Something that the node and the sandbox rely on. */
export interface Fact {
	name: string;
	assumed: string;
	standing: Standing;
	look: (client: Client) => Promise<Finding>;
}

const asAssumed = (met: string): Finding => ({ verdict: 'as assumed', met });
const differs = (met: string): Finding => ({ verdict: 'differs', met });
const notSeen = (met: string): Finding => ({ verdict: 'not seen', met });
const judged = (holds: boolean, met: string) => (holds ? asAssumed(met) : differs(met));

/** Far enough in the future that no row changed since. */
const NEVER = '2100-01-01T00:00:00Z';
/** Of nobody: the domain is reserved. */
const nobody = () => `nobody-${randomUUID()}@example.com`;

const rowsText = (rows: readonly unknown[] | undefined) =>
	rows?.length === 1 ? '1 row' : `${rows?.length ?? 'no'} rows`;

const statusText = (answer: Answer) => `${answer.status}, ${kindOf(answer)}`;

/** A path answers with this status. */
const status = (path: string, expected: number) => async (client: Client) => {
	const answer = await client.read(path);
	return judged(answer.status === expected, statusText(answer));
};

/** A path answers with a list. */
const list = (path: string) => async (client: Client) => {
	const answer = await client.read(path, { limit: 1 });
	return judged(rowsOf(answer) !== undefined, statusText(answer));
};

/** The rows of a path have these fields. */
const fields = (path: string, names: readonly string[]) => async (client: Client) => {
	const [row] = rowsOf(await client.read(path, { limit: 1 })) ?? [];
	if (!row) return notSeen('no rows');
	return judged(
		names.every((name) => name in row),
		namesOf(row),
	);
};

/** A filter that nothing can pass leaves nothing. */
const filter = (path: string, name: string, value: string) => async (client: Client) => {
	const all = rowsOf(await client.read(path, { limit: 1 }));
	const answer = await client.read(path, { [name]: value, limit: 1 });
	const left = rowsOf(answer);
	if (!left) return differs(statusText(answer));
	if (left.length > 0) return differs('rows that the filter excludes');
	return all?.length === 0 ? notSeen('no rows with or without the filter') : asAssumed('no rows');
};

/** `{ message }`, or a problem document. */
function refusalForm(answer: Answer): Finding {
	const { json } = answer;
	if (!isObject(json)) return differs(`${statusText(answer)}, ${mediaType(answer)}`);
	const isKnown = typeof json.message === 'string' || typeof json.detail === 'string';
	return judged(isKnown, `${namesOf(json)}, ${mediaType(answer)}`);
}

/** The lists that pages are tried on. */
const PAGED = ['/products', '/profiles', '/orders'];

/** The first list that has more rows than this. */
async function listWith(client: Client, rows: number): Promise<string | undefined> {
	for (const path of PAGED) {
		const found = rowsOf(await client.read(path, { limit: Math.min(rows + 1, 250) }));
		if (found && found.length > Math.min(rows, 249)) return path;
	}
	return undefined;
}

const LIMIT = 250;
const DEFAULT_LIMIT = 10;

async function pageSize(client: Client): Promise<Finding> {
	const path = await listWith(client, 1);
	if (path === undefined) return notSeen('no list with 2 rows');
	const answer = await client.read(path, { limit: 1 });
	return judged(rowsOf(answer)?.length === 1, `${rowsText(rowsOf(answer))} for limit=1`);
}

async function pageOffset(client: Client): Promise<Finding> {
	const path = await listWith(client, 1);
	if (path === undefined) return notSeen('no list with 2 rows');
	const first = await client.read(path, { limit: 1 });
	const second = await client.read(path, { limit: 1, offset: 1 });
	const isOther = rowsOf(second)?.length === 1 && second.text !== first.text;
	return judged(isOther, isOther ? 'another row for offset=1' : 'the same for offset=1, or no row');
}

async function defaultPage(client: Client): Promise<Finding> {
	const path = await listWith(client, DEFAULT_LIMIT);
	if (path === undefined) return notSeen('no list with 11 rows');
	const rows = rowsOf(await client.read(path));
	return judged(rows?.length === DEFAULT_LIMIT, `${rowsText(rows)} without limit`);
}

async function largestPage(client: Client): Promise<Finding> {
	const path = await listWith(client, LIMIT);
	if (path === undefined) return notSeen('no list with 250 rows');
	const answer = await client.read(path, { limit: LIMIT * 4 });
	const rows = rowsOf(answer)?.length;
	if (rows === undefined) return differs(`${statusText(answer)} for limit=1000`);
	return judged(rows <= LIMIT, `${rows} rows for limit=1000`);
}

const ERRORS = '/push/_errors';
const FULL_FORM = ['request_id', 'record_type', 'record_id', 'record', 'timestamp', 'message'];

function isPushError(error: JsonObject): boolean {
	const message = isObject(error.message) ? error.message : error;
	return typeof message.error_message === 'string' && typeof message.error_path === 'string';
}

async function errorFields(client: Client): Promise<Finding> {
	const [error] = rowsOf(await client.read(ERRORS)) ?? [];
	if (!error) return notSeen('no push errors');
	const inner = isObject(error.message) ? `; message: ${namesOf(error.message)}` : '';
	const isShort = !('message' in error);
	const isFull = FULL_FORM.every((name) => name in error);
	return judged(isPushError(error) && (isShort || isFull), `${namesOf(error)}${inner}`);
}

async function errorCount(client: Client): Promise<Finding> {
	const rows = rowsOf(await client.read(ERRORS))?.length;
	if (rows === undefined) return differs('no list');
	return judged(rows <= 100, `${rows} errors`);
}

const timesOf = (errors: readonly JsonObject[]) =>
	errors.map(({ timestamp }) => (typeof timestamp === 'string' ? Date.parse(timestamp) : NaN));

async function errorOrder(client: Client): Promise<Finding> {
	const times = timesOf(rowsOf(await client.read(ERRORS)) ?? []);
	const steps = times.slice(1).map((time, index) => time - times[index]);
	if (!steps.some((step) => step !== 0) || steps.some(Number.isNaN)) {
		return notSeen('no two errors with times that differ');
	}
	if (steps.every((step) => step <= 0)) return asAssumed('newest first');
	return differs(steps.every((step) => step >= 0) ? 'oldest first' : 'in no order of time');
}

async function errorPaging(client: Client): Promise<Finding> {
	const all = rowsOf(await client.read(ERRORS))?.length ?? 0;
	if (all < 2) return notSeen('fewer than 2 push errors');
	const limited = rowsOf(await client.read(ERRORS, { limit: 1 }))?.length;
	return judged(limited !== 1, limited === 1 ? 'limit is applied' : 'limit is ignored');
}

async function wrongToken(client: Client): Promise<Answer> {
	return await client.ask('/products', { token: `wrong-${randomUUID()}`, query: { limit: 1 } });
}

async function headersOfAnswers(client: Client): Promise<Finding> {
	const answer = await client.read('/products', { limit: 1 });
	const isReadable = mediaType(answer) === 'application/json' && answer.headers.has('date');
	return judged(isReadable, `${headerNames(answer)}; ${mediaType(answer)}`);
}

const UNKNOWN = `/products/${randomUUID()}`;

/** What is found out by reading alone. */
export const READ_FACTS: readonly Fact[] = [
	{
		name: 'a wrong token',
		assumed: 'status 403',
		standing: 'documented',
		look: async (client) => {
			const answer = await wrongToken(client);
			return judged(answer.status === 403, statusText(answer));
		},
	},
	{
		name: 'the body of a refusal',
		assumed: 'message, or a problem document (RFC 7807) with detail',
		standing: 'assumed',
		look: async (client) => refusalForm(await wrongToken(client)),
	},
	{
		name: 'a product that is not there',
		assumed: 'status 404',
		standing: 'documented',
		look: status(UNKNOWN, 404),
	},
	{
		name: 'a profile that is not there',
		assumed: 'status 404',
		standing: 'documented',
		look: status(`/profiles/${randomUUID()}`, 404),
	},
	{
		name: 'headers of an answer',
		assumed: 'content-type application/json, date',
		standing: 'assumed',
		look: headersOfAnswers,
	},
	{
		name: 'limit of a list',
		assumed: 'is applied',
		standing: 'documented',
		look: pageSize,
	},
	{
		name: 'offset of a list',
		assumed: 'is applied',
		standing: 'documented',
		look: pageOffset,
	},
	{
		name: 'a page without limit',
		assumed: '10 rows',
		standing: 'documented',
		look: defaultPage,
	},
	{
		name: 'the largest page',
		assumed: '250 rows',
		standing: 'documented',
		look: largestPage,
	},
	{ name: 'push errors', assumed: 'a list', standing: 'documented', look: list(ERRORS) },
	{
		name: 'fields of a push error',
		assumed:
			'request_id, record_type, record_id, record, timestamp, message; or error_message, error_path alone',
		standing: 'seen',
		look: errorFields,
	},
	{
		name: 'number of push errors',
		assumed: '100 at most',
		standing: 'documented',
		look: errorCount,
	},
	{
		name: 'order of push errors',
		assumed: 'newest first',
		standing: 'assumed',
		look: errorOrder,
	},
	{
		name: 'pages of push errors',
		assumed: 'none: limit is ignored',
		standing: 'assumed',
		look: errorPaging,
	},
	{
		name: 'profiles by an email of nobody',
		assumed: 'an empty list',
		standing: 'seen',
		look: filter('/profiles', 'email', nobody()),
	},
	{
		name: 'profiles, updateSince',
		assumed: 'is applied',
		standing: 'documented',
		look: filter('/profiles', 'updateSince', NEVER),
	},
	{
		name: 'orders by an email of nobody',
		assumed: 'an empty list',
		standing: 'described',
		look: filter('/orders', 'email', nobody()),
	},
	...['createSince', 'updateSince', 'timestampSince'].map((name): Fact => ({
		name: `orders, ${name}`,
		assumed: 'is applied',
		standing: 'described',
		look: filter('/orders', name, NEVER),
	})),
	{
		name: 'unsubscribes, since',
		assumed: 'is applied',
		standing: 'documented',
		look: filter('/unsubscribes', 'since', NEVER),
	},
	{
		name: 'fields of a collection',
		assumed: 'collection, count',
		standing: 'seen',
		look: fields('/contacts', ['collection', 'count']),
	},
	{
		name: 'fields of a segment',
		assumed: 'id, title, type, status',
		standing: 'documented',
		look: fields('/lists', ['id', 'title', 'type', 'status']),
	},
	{
		name: 'fields of an unsubscribe',
		assumed: 'email_address, timestamp, type',
		standing: 'documented',
		look: fields('/unsubscribes', ['email_address', 'timestamp', 'type']),
	},
	{
		name: 'fields of a profile',
		assumed: 'id, email',
		standing: 'documented',
		look: fields('/profiles', ['id', 'email']),
	},
	...['/custom-events', '/custom-fields', '/merge-profile', '/data-deletion-requests'].map(
		(path): Fact => ({
			name: `GET ${path}`,
			assumed: 'a list',
			standing: path === '/data-deletion-requests' ? 'documented' : 'described',
			look: list(path),
		}),
	),
];

/** The collection that the contact is pushed into, so that it meets no other. */
export const COLLECTION = 'ometria-sandbox-verify';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ms between two looks for what was pushed. */
const LOOK_MS = 2000;

/** Looks until something is there. @returns how long it took, s; undefined where it did not come in time */
async function until(
	client: Client,
	seconds: number,
	isThere: () => Promise<boolean>,
): Promise<number | undefined> {
	const began = Date.now();
	for (;;) {
		if (await isThere()) return Math.round((Date.now() - began) / 1000);
		if (Date.now() - began >= seconds * 1000) return undefined;
		await client.wait(LOOK_MS);
	}
}

/**
 * What is found out by pushing one contact of nobody into a separate collection: once as it should be, and once
 * more with a gender that no documentation knows.
 *
 * @param seconds how long to look for what was pushed
 */
export function pushFacts(seconds: number): readonly Fact[] {
	const contact = {
		'@type': 'contact',
		'@collection': COLLECTION,
		id: `verify-${randomUUID()}`,
		email: `${COLLECTION}@example.com`,
	};
	let pushed: Promise<Answer> | undefined;
	const push = async (client: Client) =>
		await (pushed ??= client.ask('/push', { method: 'POST', body: JSON.stringify([contact]) }));
	const bodyOf = (answer: Answer) => (isObject(answer.json) ? answer.json : {});
	return [
		{
			name: 'an empty push',
			assumed: 'status 400',
			standing: 'assumed',
			look: async (client) => {
				const answer = await client.ask('/push', { method: 'POST', body: '[]' });
				return judged(answer.status === 400, statusText(answer));
			},
		},
		{
			name: 'a push of one contact',
			assumed: 'status 202',
			standing: 'described',
			look: async (client) => {
				const answer = await push(client);
				return judged(answer.status === 202, statusText(answer));
			},
		},
		{
			name: 'the answer to a push',
			assumed: 'status OK, request_id (a UUID), accepted 1, rejected 0',
			standing: 'documented',
			look: async (client) => {
				const body = bodyOf(await push(client));
				const { status: said, request_id: id, accepted, rejected } = body;
				const isUuid = typeof id === 'string' && UUID.test(id);
				const counts = typeof accepted === 'number' && typeof rejected === 'number';
				const what = counts ? `; accepted ${accepted}, rejected ${rejected}` : '';
				const form = `${said === 'OK' ? '; OK' : ''}${isUuid ? '; a UUID' : ''}`;
				return judged(
					said === 'OK' && isUuid && accepted === 1 && rejected === 0,
					`${namesOf(body)}${what}${form}`,
				);
			},
		},
		{
			name: 'headers of the answer to a push',
			assumed: 'x-queuesize-remaining, a number',
			standing: 'seen',
			look: async (client) => {
				const answer = await push(client);
				const remaining = answer.headers.get('x-queuesize-remaining') ?? '';
				return judged(/^\d+$/.test(remaining), headerNames(answer));
			},
		},
		{
			name: 'the contact that was pushed',
			assumed: 'can be read by collection and ID',
			standing: 'described',
			look: async (client) => {
				await push(client);
				const path = `/contacts/${COLLECTION}/${contact.id}`;
				const after = await until(client, seconds, async () => {
					const { json } = await client.ask(path);
					return isObject(json) && String(json.id) === contact.id;
				});
				return after === undefined
					? differs(`not within ${seconds} s`)
					: asAssumed(`after ${after} s`);
			},
		},
		{
			name: 'the push error of a wrong value',
			assumed: 'is listed with its request_id, and names root > gender',
			standing: 'documented',
			look: async (client) => {
				const body = JSON.stringify([{ ...contact, gender: 'unknown to all' }]);
				const { request_id: id } = bodyOf(await client.ask('/push', { method: 'POST', body }));
				let found: JsonObject | undefined;
				const after = await until(client, seconds, async () => {
					const errors = rowsOf(await client.ask(ERRORS)) ?? [];
					found = errors.find((error) => id !== undefined && error.request_id === id);
					return found !== undefined;
				});
				if (!found || after === undefined) return differs(`not within ${seconds} s`);
				const path = isObject(found.message) ? found.message.error_path : found.error_path;
				const isNamed = path === 'root > gender';
				return judged(isNamed, `after ${after} s, ${isNamed ? 'root > gender' : 'another path'}`);
			},
		},
	];
}
