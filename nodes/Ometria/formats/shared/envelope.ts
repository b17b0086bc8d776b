import { type Finding, finding, Findings } from '../../records/findings';
import { isObject, MOST_FIELDS, tooManyFields } from '../../utils/json';
import { bounded } from '../bounds';
import type { Entries, FormatRecordType, Formatted, Json } from '../types';
import { changeTime } from './changeTime';
import { refuseOtherPayload, shopPayload } from './payloadKinds';
import { settle } from './settle';
import { describeValue } from './values';

/** A payload that was found in an item. */
interface Found {
	value: unknown;
	/** Where, as in an expression: `body.orders[0]`; '' for the item itself. */
	path: string;
	/** How many fields it has, where they are too many to look at them. */
	fields?: number | undefined;
}

type ConvertPayload = (payload: Json, path: string) => Iterable<Formatted>;

/** Keys whose value is what an envelope holds. */
const CONTENT_KEYS = new Set([
	'customer',
	'customers',
	'data',
	'draftOrder',
	'draft_order',
	'draft_orders',
	'draftOrders',
	'edges',
	'items',
	'node',
	'nodes',
	'order',
	'orders',
	'product',
	'products',
	'refund',
	'refunds',
	'variant',
	'variants',
]);
/** Keys that an envelope has beside its content. */
const SIDE_KEYS = new Set([
	'cursor',
	'errors',
	'extensions',
	'meta',
	'notice',
	'pageInfo',
	'search_criteria',
	'total_count',
]);
/** Payloads of an item that are looked at to say that it is a shop's. */
const MOST_LOOKED_AT = 100;
/** Envelopes in envelopes; what lies deeper is not the payload of a shop. */
const MOST_LEVELS = 12;

/** The only key that is not beside the content; undefined when there are several or none. */
function soleKey(json: Json): string | undefined {
	let sole: string | undefined;
	for (const key in json) {
		if (SIDE_KEYS.has(key)) continue;
		if (sole !== undefined) return undefined;
		sole = key;
	}
	return sole;
}

/** What a Webhook node or an HTTP Request node with its full response gives. */
function isHttpMessage(json: Json): boolean {
	return Object.hasOwn(json, 'body') && isObject(json.headers);
}

function contentKey(json: Json, inData: boolean): string | undefined {
	if (isHttpMessage(json)) return 'body';
	// GraphQL's answer to a query that failed. Its errors are what matters.
	if (json.data === null && Object.hasOwn(json, 'errors')) return undefined;
	const sole = soleKey(json);
	if (sole !== undefined && CONTENT_KEYS.has(sole)) return sole;
	if (!inData) return undefined;
	// A GraphQL query may give its results any name, and may ask for other things beside them.
	if (sole !== undefined) return typeof json[sole] === 'object' ? sole : undefined;
	const known = Object.keys(json).filter((key) => CONTENT_KEYS.has(key));
	return known.length === 1 && !Object.hasOwn(json, 'id') ? known[0] : undefined;
}

/** Whether what is sent lies deeper in an item: in a webhook's body, in a list, in an answer. */
export function isEnvelope(json: Json): boolean {
	return contentKey(json, false) !== undefined;
}

function* payloadsIn(
	value: unknown,
	path: string,
	level: number,
	inData: boolean,
): Generator<Found> {
	if (level > MOST_LEVELS) {
		yield { value, path };
		return;
	}
	if (Array.isArray(value)) {
		for (const [index, entry] of (value as unknown[]).entries()) {
			yield* payloadsIn(entry, `${path}[${index}]`, level + 1, false);
		}
		return;
	}
	const fields = isObject(value) ? tooManyFields(value) : undefined;
	const key = isObject(value) && fields === undefined ? contentKey(value, inData) : undefined;
	if (!isObject(value) || key === undefined) yield { value, path, fields };
	else {
		yield* payloadsIn(value[key], path === '' ? key : `${path}.${key}`, level + 1, key === 'data');
	}
}

function withTime(entry: Formatted, changedAt: number): Formatted {
	return entry.kind === 'record' ? { ...entry, changedAt } : entry;
}

/**
 * Converts each payload of an item, whatever envelope it is in: a Webhook node's
 * `{ headers, params, query, body }`, `{ order }`, `{ orders: [] }`, `{ items: [] }`, a GraphQL
 * answer, or nothing. What is not a payload of the format is refused with what to do.
 *
 * @param format the name of the input format, as users see it
 * @param convert converts one payload; `path` says where it was found
 * @returns at least one entry; one refusal where they would be too many or too large
 */
export function convertEach(
	json: Json,
	format: string,
	type: FormatRecordType,
	convert: ConvertPayload,
): Entries {
	const each = (found: Found) => entriesOf(found, { format, type }, convert);
	if (isEnvelope(json)) return bounded(json, entriesOfAll(payloadsIn(json, '', 0, false), each));
	const entries = each({ value: json, path: '', fields: tooManyFields(json) });
	// Mostly there is one, which repeats nothing of the item.
	return Array.isArray(entries) && entries.length === 1 ? entries : bounded(json, entries);
}

function* entriesOfAll(
	payloads: Iterable<Found>,
	each: (found: Found) => Iterable<Formatted>,
): Generator<Formatted> {
	let isEmpty = true;
	for (const payload of payloads) {
		isEmpty = false;
		yield* each(payload);
	}
	if (isEmpty) yield { kind: 'skipped', reason: 'empty list' };
}

/** What one payload comes to: a list where the format gives one. */
function entriesOf(
	{ value, path, fields }: Found,
	wanted: { format: string; type: FormatRecordType },
	convert: ConvertPayload,
): Iterable<Formatted> {
	const findings = new Findings();
	if (fields !== undefined) {
		findings.add(path, 'too_many_fields', { fields, most: MOST_FIELDS });
	} else if (isObject(value)) refuseOtherPayload(findings, path, value, wanted);
	else {
		const expected = `a payload of ${wanted.format}`;
		findings.add(path, 'invalid_payload', { expected, found: describeValue(value) });
	}
	if (!isObject(value) || findings.errors.length > 0) return [settle(findings, {})];
	const changedAt = changeTime(value);
	const entries = convert(value, path);
	if (changedAt === undefined) return entries;
	return Array.isArray(entries)
		? entries.map((entry: Formatted) => withTime(entry, changedAt))
		: withTimes(entries, changedAt);
}

function* withTimes(entries: Iterable<Formatted>, changedAt: number): Generator<Formatted> {
	for (const entry of entries) yield withTime(entry, changedAt);
}

/**
 * The first payload of an item, in whatever envelope, of which something can be said.
 *
 * @param say undefined where nothing is said of a payload
 * @returns what is said of it, and where it is: '' for the item itself
 */
export function firstPayload<T>(
	json: Json,
	say: (payload: Json) => T | undefined,
): { said: T; path: string } | undefined {
	let count = 0;
	for (const { value, path, fields } of payloadsIn(json, '', 0, false)) {
		if (++count > MOST_LOOKED_AT) break;
		const isLookedAt = isObject(value) && fields === undefined;
		const said = isLookedAt ? say(value) : undefined;
		if (said !== undefined) return { said, path };
	}
	return undefined;
}

/**
 * Why an item is neither a record of Ometria nor a row of a table: there is what a shop sends in it,
 * whatever envelope it is in.
 *
 * @returns what it is, where, and what to set; undefined for anything else
 */
export function shopPayloadIn(json: Json, type: FormatRecordType): Finding | undefined {
	const first = firstPayload(json, (payload) => shopPayload(payload, type));
	return first && finding(first.path, 'other_payload', first.said);
}
