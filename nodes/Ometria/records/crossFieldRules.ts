import { isObject } from '../utils/json';
import { shown } from '../utils/text';
import { checkCustomFields } from './customFields';
import type { Shape } from './field';
import { type Findings, isMissing } from './findings';
import { placeholderReason } from './placeholderIds';
import { SHAPES } from './schemas';
import { checkSmsConsent } from './smsConsent';
import { bareItemName, bareName } from './synonyms';
import type { JsonRecord, RecordType } from './types';

/** What is known of a record beside its fields. */
export interface CrossFieldContext {
	/** The record as it was given, with what is left out of it. */
	input: JsonRecord;
	/** Whether all its fields are here, so that a missing one is worth saying. */
	isComplete: boolean;
	/** Collection of a contact that does not name its own. */
	collection: string | undefined;
	/** Whether something is done with the contact beside storing its fields: it joins a segment. */
	hasListChanges: boolean;
}

function given(record: JsonRecord, names: readonly string[]): boolean {
	return names.some((name) => !isMissing(record[name]));
}

const CONTACT_IDENTIFIERS = ['email', 'phone_number', 'customer_id'];
const EVENT_IDENTIFIERS = [
	'identity_email',
	'identity_account_id',
	'identity_phone_number',
	'profile_id',
];
/** Fields that say how a record is stored, not what it is. */
const ADMINISTRATIVE = new Set(['id', '@type', '@collection', '@merge', '@profile_id']);
/** Source: refunds article (documented). */
const UNDONE = /^(?:cancell?ed|refunded)$/i;

/** Fields inside the item that hold what seems to be the record. */
function holderText(input: JsonRecord, shape: Shape): string {
	const known = new Set(Object.keys(shape).map(bareName));
	for (const [name, value] of Object.entries(input).slice(0, 50)) {
		if (!isObject(value) || Object.hasOwn(shape, name)) continue;
		const names = Object.keys(value)
			.slice(0, 50)
			.filter((inner) => known.has(bareItemName(inner)))
			.slice(0, 3);
		if (names.length > 0) {
			return `. ${shown(name)} holds ${names.map(shown).join(', ')}: take them out of it with an Edit Fields node, or map each column`;
		}
	}
	return '';
}

/** Whether an item or record has a field that Ometria knows, beside what says how it is stored. */
function saysMoreThanId(record: JsonRecord, shape: Shape): boolean {
	for (const name in record) {
		if (Object.hasOwn(shape, name) && !ADMINISTRATIVE.has(name) && record[name] !== undefined) {
			return true;
		}
	}
	return false;
}

/** An envelope of some API around the record: nothing in it is a field but the ID. */
function checkNotOnlyId(
	findings: Findings,
	type: RecordType,
	record: JsonRecord,
	{ input, hasListChanges }: CrossFieldContext,
): boolean {
	const shape = SHAPES[type];
	if (saysMoreThanId(record, shape) || hasListChanges) return true;
	findings.warn(
		undefined,
		'only_id',
		saysMoreThanId(input, shape)
			? 'all fields of the item that Ometria knows are empty, so that nothing is sent but its ID'
			: `nothing in the item is an Ometria field but its ID${holderText(input, shape)}`,
	);
	return false;
}

function checkContact(
	findings: Findings,
	record: JsonRecord,
	{ isComplete, collection }: CrossFieldContext,
): void {
	if (isComplete && !given(record, CONTACT_IDENTIFIERS)) {
		findings.warn(
			undefined,
			'no_identifier',
			`a new contact should have one of ${CONTACT_IDENTIFIERS.join(', ')}`,
		);
	}
	const own = record['@collection'];
	checkSmsConsent(findings, record, typeof own === 'string' ? own : collection);
	// Source: CONTACTS, "no personal data in ids" (documented).
	if (typeof record.id === 'string' && record.id.includes('@')) {
		findings.warn(
			'id',
			'personal_id',
			'looks like an email address; IDs may be exposed and should hold no personal data',
		);
	}
	// Source: Force opt-in (documented).
	if (record['@force_optin'] === true && !given(record, ['marketing_optin'])) {
		findings.warn('@force_optin', 'force_alone', 'has no effect without "marketing_optin"');
	}
}

function checkProduct(findings: Findings, record: JsonRecord): void {
	// Source: PRODUCTS (documented).
	if (record.is_variant === true && Array.isArray(record.listings) && record.listings.length > 0) {
		findings.warn('listings', 'variant_listings', 'belongs to parent products, not to variants');
	}
}

/** A refund can be sent as an order of its own with negative amounts, which counts (documented). */
function isNegative({ grand_total: total, lineitems: lines }: JsonRecord): boolean {
	if (typeof total === 'number') return total < 0;
	return (
		Array.isArray(lines) &&
		lines.length > 0 &&
		lines.every((line) => isObject(line) && typeof line.quantity === 'number' && line.quantity < 0)
	);
}

/** Fields without which an order says nothing, merged or not. Source: ORDERS, "whole" (documented). */
function missingOfOrder(record: JsonRecord, isComplete: boolean): string[] {
	const { lineitems } = record;
	// A complete record is asked for the other two field by field.
	const missing = ['timestamp', 'grand_total'].filter(
		(name) => !isComplete && isMissing(record[name]),
	);
	if (isMissing(lineitems) || (Array.isArray(lineitems) && lineitems.length === 0)) {
		missing.push('lineitems');
	}
	return missing;
}

/** Whether an order's customer can be found; "0" and "undefined" are nobody. */
function identifies(customer: JsonRecord): boolean {
	const { id } = customer;
	if (given(customer, ['email', 'phone_number'])) return true;
	return !isMissing(id) && placeholderReason(String(id), true) === undefined;
}

function checkOrder(
	findings: Findings,
	record: JsonRecord,
	{ isComplete }: CrossFieldContext,
): void {
	const isUndone = typeof record.status === 'string' && UNDONE.test(record.status);
	if (isUndone && record.is_valid !== false && !isNegative(record)) {
		findings.warn(
			'is_valid',
			'counts_revenue',
			`should be false, or Ometria counts the revenue of this ${String(record.status)} order`,
		);
	}
	// An order that is taken back needs to say no more than that.
	if ((isUndone || record.is_valid === false) && !isNegative(record)) return;
	const missing = missingOfOrder(record, isComplete);
	if (missing.length > 0) {
		findings.warn(
			undefined,
			'incomplete_order',
			`the order has no ${missing.map((name) => `"${name}"`).join(', no ')}: Ometria wants orders whole, also where they are merged`,
		);
	}
	const { customer } = record;
	if (!isObject(customer) || !identifies(customer)) {
		findings.warn(
			'customer',
			'no_customer',
			'has no "id" and no "email", so that the order belongs to nobody',
		);
	}
}

function checkCustomEvent(findings: Findings, record: JsonRecord): void {
	// Source: release note (documented): every event must be tied to a contact.
	if (!given(record, EVENT_IDENTIFIERS)) {
		findings.warn(
			undefined,
			'no_identifier',
			`an event should have one of ${EVENT_IDENTIFIERS.join(', ')}`,
		);
	}
	if (
		typeof record.event_type === 'string' &&
		record.event_type.length > 32 &&
		record.event_type.length <= 64
	) {
		findings.warn('event_type', 'too_long', 'has more than 32 characters and may be cut');
	}
}

/** Rules about several fields of a record. */
export function checkCrossFieldRules(
	findings: Findings,
	type: RecordType,
	record: JsonRecord,
	context: CrossFieldContext,
): void {
	if (type === 'custom_event') {
		checkCustomEvent(findings, record);
		return;
	}
	const hasFields = checkNotOnlyId(findings, type, record, context);
	checkCustomFields(findings, type, record, SHAPES[type]);
	if (type === 'contact') checkContact(findings, record, context);
	else if (type === 'product') checkProduct(findings, record);
	else if (hasFields) checkOrder(findings, record, context);
}
