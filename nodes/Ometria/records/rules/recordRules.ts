import { counted, formatNumber, listed, shorten, shown } from '../../utils/text';
import type { RecordType, UnknownField } from '../types';
import { firstOf, type Rule } from './rule';

/** Fields that identify the person behind a contact or an event. */
export const IDENTIFIERS = {
	contact: ['email', 'phone_number', 'customer_id'],
	custom_event: ['identity_email', 'identity_account_id', 'identity_phone_number', 'profile_id'],
} as const;

/** Unknown names that a message shows. */
const MOST_NAMES = 5;

function nameText({ path }: UnknownField): string {
	return `"${shorten(path, 60)}"`;
}

/** The unknown names of a record or of a run: the first of them, and how many more there are. */
interface UnknownNames {
	fields: readonly UnknownField[];
	more: number;
}

/** One sentence for all unknown names; those with a likely meaning come first. */
function unknownText({ fields, more }: UnknownNames, one: string, several: string): string {
	const [first] = fields;
	if (fields.length === 1 && more === 0) {
		const meant = first.meant === undefined ? '' : `; did you mean "${first.meant}"?`;
		return `${nameText(first)}: is not an Ometria field and ${one}${meant}`;
	}
	const ordered = [...fields].sort((a, b) => Number(!a.meant) - Number(!b.meant));
	const names = ordered.slice(0, MOST_NAMES);
	const nameOf = (field: UnknownField) =>
		field.meant ? `${nameText(field)} (did you mean "${field.meant}"?)` : nameText(field);
	const total = fields.length + more;
	const rest = total - names.length;
	return `${counted(total, 'field')} are not Ometria fields and ${several}: ${listed(names, nameOf)}${rest > 0 ? ` and ${formatNumber(rest)} more` : ''}`;
}

/** About several fields of a record, or about the record as a whole. */
export const RECORD_RULES = {
	unknown_field: {
		level: 'warning',
		severity: 'minor',
		isSentence: true,
		text: (names: UnknownNames) => unknownText(names, 'is sent as it is', 'are sent as they are'),
		happened: 'Ometria does not document a field of this name; it is sent',
		fix: 'correct the name, put the field into `properties`, or choose in _Unknown Fields_ what becomes of it',
	},
	unknown_field_dropped: {
		level: 'notice',
		severity: 'minor',
		isSentence: true,
		text: (names: UnknownNames) => unknownText(names, 'was dropped', 'were dropped'),
		happened: 'a field that Ometria does not document was left out, as _Unknown Fields_ says',
		fix: 'correct the name, if Ometria should have it',
	},
	unknown_field_rejected: {
		level: 'error',
		text: ({ meant }: { meant: string | undefined }) =>
			`is not an Ometria field${meant === undefined ? '.' : `; did you mean "${meant}"?`} Correct the name, or put it into "properties"`,
		happened:
			'Ometria does not document a field of this name, and _Unknown Fields_ rejects such records',
		fix: 'correct the name, or put the field into `properties`',
	},
	property_conflict: {
		level: 'error',
		text: ({ other }: { other: unknown }) =>
			`cannot be moved to "properties", which has ${shown(other)} under this name. Rename one of them`,
		happened: 'a field cannot be moved to `properties`, which has one of this name',
		fix: 'rename one of them',
	},
	dotted_name: {
		level: 'info',
		text: ({ path }: { path: readonly string[] }) => `is sent as "${path.join(' > ')}"`,
		happened: 'a name with dots was sent as a field inside an object',
		fix: 'nothing',
	},
	error_branch_fields: {
		level: 'info',
		text: () =>
			'the fields that the error branch adds to an item ("error", "message" and in older versions "details") were left out',
		happened: 'the item came out of the error branch, and what that branch added was left out',
		fix: 'nothing',
	},
	close_to_limit: {
		level: 'notice',
		text: () => 'The record is close to the limit of 60 KB and may be refused',
		happened: 'the record is close to the limit of 60 KB, and Ometria may refuse it',
		fix: 'shorten its longest fields',
	},
	only_id: {
		level: 'warning',
		severity: 'serious',
		text: ({ isEmptied, holder }: OnlyId) =>
			isEmptied
				? 'all fields of the item that Ometria knows are empty, so that nothing is sent but its ID'
				: `nothing in the item is an Ometria field but its ID${holder ? `. ${shown(holder.name)} holds ${listed(holder.fields, shown)}: take them out of it with an Edit Fields node, or map each column` : ''}`,
		happened: 'nothing in the item is an Ometria field but its ID, or all such fields are empty',
		fix: 'rename or map the fields; take them out of the object that holds them',
	},
	no_identifier: {
		level: 'warning',
		severity: 'serious',
		text: ({ type }: { type: keyof typeof IDENTIFIERS }) =>
			type === 'contact'
				? `a new contact should have one of ${IDENTIFIERS.contact.join(', ')}`
				: `an event should have one of ${IDENTIFIERS.custom_event.join(', ')}`,
		happened: 'a contact or event has nothing that identifies the person',
		fix: 'add an email address, a phone number or a customer ID',
	},
	email_as_id: {
		level: 'warning',
		severity: 'serious',
		text: () => 'looks like an email address; IDs may be exposed and should hold no personal data',
		happened: 'the ID of a contact looks like an email address, and IDs may be exposed',
		fix: "use the shop's own ID",
	},
	force_without_consent: {
		level: 'warning',
		severity: 'serious',
		text: () => 'has no effect without "marketing_optin"',
		happened: '`@force_optin` has no effect without `marketing_optin`',
		fix: 'add the consent, or leave `@force_optin` out',
	},
	sms_consent_fields: {
		level: 'warning',
		severity: 'serious',
		text: ({ collection, others }: { collection: string; others: readonly string[] }) =>
			`records of the collection "${collection}" may hold identifiers and "channels > sms" only: Ometria accepts this one and does nothing, because of ${listed(others, shown, { most: 5 })}`,
		happened:
			'a record of the collection for SMS opt-ins has other fields, so Ometria does nothing with it',
		fix: 'leave the other fields out',
	},
	sms_consent_time: {
		level: 'warning',
		severity: 'serious',
		text: ({ isMissing }: { isMissing: boolean }) =>
			`${isMissing ? 'is missing' : 'is older than 10 days'}: Ometria accepts the record and sends no text message`,
		happened:
			'the time of an SMS opt-in is missing or older than 10 days, so Ometria sends no text message',
		fix: 'give the time of the consent',
	},
	variant_listings: {
		level: 'warning',
		text: () => 'belongs to parent products, not to variants',
		happened: 'a variant has `listings`, which belong to parent products',
		fix: 'put them on the parent product',
	},
	is_valid_not_given: {
		level: 'warning',
		severity: 'serious',
		text: () =>
			'is not given, so Ometria counts this order in full, whatever its status says. Send true for an order that counts as revenue, and false for one that was cancelled, refunded or not paid',
		happened: 'an order does not say whether it counts as revenue',
		fix: 'send `is_valid` with every order: true, or false if it was cancelled, refunded or not paid',
	},
	counts_revenue: {
		level: 'warning',
		severity: 'serious',
		text: ({ status }: { status: string }) =>
			`should be false, or Ometria counts the revenue of this ${status} order`,
		happened: 'a cancelled or refunded order counts as revenue',
		fix: 'set `is_valid` to false',
	},
	incomplete_order: {
		level: 'warning',
		severity: 'serious',
		text: ({ missing }: { missing: readonly string[] }) =>
			`the order has no ${missing.map((name) => `"${name}"`).join(', no ')}: Ometria wants orders whole, also where they are merged`,
		happened: 'an order lacks its time, its total or its line items',
		fix: 'send orders whole',
	},
	no_customer: {
		level: 'warning',
		severity: 'serious',
		text: () => 'has no "id" and no "email", so that the order belongs to nobody',
		happened: 'an order has no customer with an ID, an email address or a phone number',
		fix: 'add the customer',
	},
	long_properties: {
		level: 'warning',
		text: ({ length }: { length: number }) =>
			`have ${formatNumber(length)} characters of JSON: Ometria takes custom fields below 1,000 characters only`,
		happened: 'the custom fields of the record are too long, and Ometria ignores them',
		fix: 'send fewer or shorter ones',
	},
	space_in_custom_field: {
		level: 'warning',
		text: ({ names }: { names: readonly string[] }) => {
			const pairs = names.map((name) => `${shown(name)} (${shown(likelyName(name))}?)`);
			return `have names with spaces, which no custom field ID has: ${firstOf(pairs)}. Use the IDs as Ometria shows them`;
		},
		happened: 'the name of a custom field has spaces, which no ID of one has',
		fix: 'use the ID as Ometria shows it',
	},
	placeholder_value: {
		level: 'warning',
		text: ({ names }: { names: readonly string[] }) =>
			`hold what an expression or a spreadsheet writes where there is no value: ${firstOf(names.map(shown))}. Check the expressions that give them`,
		happened:
			'a custom field is what a program writes where it has no value, such as `Invalid DateTime`',
		fix: 'check the expression that gives it',
	},
	fields_in_properties: {
		level: 'warning',
		severity: 'serious',
		text: ({ type, names, isAnonymous }: FieldsInProperties) =>
			`hold ${firstOf(names.map(shown))}: fields of the ${type} itself, which Ometria takes for custom fields here${isAnonymous ? ', and the contact itself has no identifier' : ''}. Put them beside "id" with an Edit Fields node, or map each column`,
		happened:
			'fields of the record itself are in `properties`, where Ometria takes them for custom fields',
		fix: 'put them beside `id`',
	},
} satisfies Record<string, Rule>;

interface OnlyId {
	/** Whether the item has other fields that Ometria knows, all of them empty. */
	isEmptied: boolean;
	/** The object in the item that holds fields that Ometria knows. */
	holder: { name: string; fields: readonly string[] } | undefined;
}

interface FieldsInProperties {
	type: RecordType;
	names: readonly string[];
	/** Whether nothing outside of them identifies the contact. */
	isAnonymous: boolean;
}

/** The name that a custom field probably has: `Loyalty Tier` is `loyalty_tier`. */
function likelyName(name: string): string {
	return name.trim().toLowerCase().replace(/\s+/g, '_');
}
