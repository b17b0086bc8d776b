import type { JsonRecord, RecordType } from './types';
import { isMissing, type Findings } from './findings';

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
/** Source: refunds article (documented). */
const UNDONE = /^(?:cancell?ed|refunded)$/i;

function checkContact(findings: Findings, record: JsonRecord, isComplete: boolean): void {
	if (isComplete && !given(record, CONTACT_IDENTIFIERS)) {
		findings.warn(
			undefined,
			'no_identifier',
			`a new contact should have one of ${CONTACT_IDENTIFIERS.join(', ')}`,
		);
	}
	// Source: CONTACTS, "no personal data in ids" (documented).
	if (typeof record.id === 'string' && record.id.includes('@')) {
		findings.warn(
			'id',
			'personal_id',
			'looks like an e-mail address; IDs may be exposed and should hold no personal data',
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

function checkOrder(findings: Findings, record: JsonRecord): void {
	if (
		typeof record.status === 'string' &&
		UNDONE.test(record.status) &&
		record.is_valid !== false
	) {
		findings.warn(
			'is_valid',
			'counts_revenue',
			`should be false, or Ometria counts the revenue of this ${record.status} order`,
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
	isComplete: boolean,
): void {
	if (type === 'contact') checkContact(findings, record, isComplete);
	else if (type === 'product') checkProduct(findings, record);
	else if (type === 'order') checkOrder(findings, record);
	else checkCustomEvent(findings, record);
}
