import { isObject } from '../utils/json';
import { checkConsent } from './consent';
import { checkCustomFields } from './customFields';
import type { Shape } from './field';
import { isMissing, type RecordFindings } from './findings';
import { placeholderReason } from './identifiers';
import { IDENTIFIERS } from './rules/recordRules';
import { SHAPES } from './schemas';
import { LONGEST_EVENT_TYPE } from './schemas/customEvent';
import { checkSmsConsent, SMS_COLLECTIONS } from './smsConsent';
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

/** Fields that say something of consent. */
const CONSENT = ['marketing_optin', 'channels', 'timestamp_subscribed', 'timestamp_unsubscribed'];
/** Fields that say how a record is stored, not what it is. */
const ADMINISTRATIVE = new Set(['id', '@type', '@collection', '@merge', '@profile_id']);
/** Source: refunds article (documented). */
const UNDONE = /^(?:cancell?ed|refunded)$/i;

/** The object inside the item that seems to hold the record. */
function holderIn(input: JsonRecord, shape: Shape) {
	const known = new Set(Object.keys(shape).map(bareName));
	for (const [name, value] of Object.entries(input).slice(0, 50)) {
		if (!isObject(value) || Object.hasOwn(shape, name)) continue;
		const fields = Object.keys(value)
			.slice(0, 50)
			.filter((inner) => known.has(bareItemName(inner)))
			.slice(0, 3);
		if (fields.length > 0) return { name, fields };
	}
	return undefined;
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
	findings: RecordFindings,
	type: RecordType,
	record: JsonRecord,
	{ input, hasListChanges }: CrossFieldContext,
): boolean {
	const shape = SHAPES[type];
	if (saysMoreThanId(record, shape) || hasListChanges) return true;
	const isEmptied = saysMoreThanId(input, shape);
	const holder = isEmptied ? undefined : holderIn(input, shape);
	findings.add('', 'only_id', { isEmptied, holder });
	return false;
}

function checkContact(
	findings: RecordFindings,
	record: JsonRecord,
	{ input, isComplete, collection }: CrossFieldContext,
): void {
	if (isComplete && !given(record, IDENTIFIERS.contact)) {
		findings.add('', 'no_identifier', { type: 'contact' });
	}
	if (given(record, CONSENT)) checkConsent(findings, record, input);
	const own = record['@collection'];
	const where = typeof own === 'string' ? own : collection;
	if (where !== undefined && SMS_COLLECTIONS.includes(where)) {
		checkSmsConsent(findings, record, where);
	}
	// Source: CONTACTS, "no personal data in ids" (documented).
	if (typeof record.id === 'string' && record.id.includes('@')) {
		findings.add('id', 'email_as_id');
	}
	// Source: Force opt-in (documented).
	if (record['@force_optin'] === true && !given(record, ['marketing_optin'])) {
		findings.add('@force_optin', 'force_without_consent');
	}
}

function checkProduct(findings: RecordFindings, record: JsonRecord): void {
	// Source: PRODUCTS (documented).
	if (record.is_variant === true && Array.isArray(record.listings) && record.listings.length > 0) {
		findings.add('listings', 'variant_listings');
	}
}

/** A refund can be sent as a separate order with negative amounts, which counts (documented). */
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
	findings: RecordFindings,
	record: JsonRecord,
	{ isComplete }: CrossFieldContext,
): void {
	const isUndone = typeof record.status === 'string' && UNDONE.test(record.status);
	if (isUndone && record.is_valid !== false && !isNegative(record)) {
		findings.add('is_valid', 'counts_revenue', { status: String(record.status) });
	} else if (isMissing(record.is_valid)) findings.add('is_valid', 'is_valid_not_given');
	// An order that is taken back needs to say no more than that.
	if ((isUndone || record.is_valid === false) && !isNegative(record)) return;
	const missing = missingOfOrder(record, isComplete);
	if (missing.length > 0) findings.add('', 'incomplete_order', { missing });
	const { customer } = record;
	if (!isObject(customer) || !identifies(customer)) {
		findings.add('customer', 'no_customer');
	}
}

function checkCustomEvent(findings: RecordFindings, record: JsonRecord): void {
	// Source: release note (documented): every event must be tied to a contact.
	if (!given(record, IDENTIFIERS.custom_event)) {
		findings.add('', 'no_identifier', { type: 'custom_event' });
	}
	if (
		typeof record.event_type === 'string' &&
		record.event_type.length > 32 &&
		record.event_type.length <= LONGEST_EVENT_TYPE
	) {
		findings.add('event_type', 'may_be_cut', { most: 32 });
	}
}

/** Rules about several fields of a record. */
export function checkCrossFieldRules(
	findings: RecordFindings,
	type: RecordType,
	record: JsonRecord,
	context: CrossFieldContext,
): void {
	if (type === 'custom_event') {
		checkCustomEvent(findings, record);
		return;
	}
	const hasFields = checkNotOnlyId(findings, type, record, context);
	if (record.properties !== undefined) checkCustomFields(findings, type, record, SHAPES[type]);
	if (type === 'contact') checkContact(findings, record, context);
	else if (type === 'product') checkProduct(findings, record);
	else if (hasFields) checkOrder(findings, record, context);
}
