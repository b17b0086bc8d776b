/** Writes what n8n shows of a node's output before its first run. Run: `npm run docs`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface JsonSchema {
	type: string | string[];
	properties?: Record<string, JsonSchema> | undefined;
	items?: JsonSchema;
	version?: number;
}

const text: JsonSchema = { type: 'string' };
const number: JsonSchema = { type: 'number' };
const textOrNull: JsonSchema = { type: ['string', 'null'] };

/** One item per request: the default output. */
const pushOutput = (ofFormat: Record<string, JsonSchema>): JsonSchema => ({
	type: 'object',
	properties: {
		record_type: text,
		sent: number,
		accepted: number,
		rejected: number,
		request_id: textOrNull,
		status: textOrNull,
		...ofFormat,
		attempts: number,
		http_status: number,
		duration_ms: number,
		warnings: { type: 'array', items: text },
	},
	version: 1,
});
const PUSH = pushOutput({});
/** Of pushes that have an Input Format. */
const FORMATTED_PUSH = pushOutput({ input_format: text });

const PUSH_ERROR: JsonSchema = {
	type: 'object',
	properties: {
		record_id: textOrNull,
		error_message: text,
		field: textOrNull,
		record_type: textOrNull,
		timestamp: textOrNull,
		request_id: textOrNull,
		error_path: textOrNull,
		source: textOrNull,
		other_fields: { type: 'object' },
	},
	version: 1,
};

const flag: JsonSchema = { type: 'boolean' };
const flagOrNull: JsonSchema = { type: ['boolean', 'null'] };
const numberOrNull: JsonSchema = { type: ['number', 'null'] };
const object: JsonSchema = { type: 'object' };

const item = (properties: Record<string, JsonSchema>): JsonSchema => ({
	type: 'object',
	properties,
	version: 1,
});

const PROFILE = item({
	id: text,
	email: textOrNull,
	customer_id: textOrNull,
	firstname: textOrNull,
	lastname: textOrNull,
	phone_number: textOrNull,
	marketing_optin: flagOrNull,
	lifecycle_status: textOrNull,
	tags: { type: 'array', items: text },
	stats: {
		type: 'object',
		properties: {
			aov: number,
			orders: number,
			orders_attempted: number,
			revenue: number,
			total_items: number,
			visits: number,
		},
	},
});

const CONTACT = item({
	'@collection': text,
	id: text,
	email: textOrNull,
	phone_number: textOrNull,
	customer_id: textOrNull,
	firstname: textOrNull,
	lastname: textOrNull,
	country_id: textOrNull,
	marketing_optin: textOrNull,
	properties: object,
});

const PRODUCT = item({
	id: text,
	title: text,
	sku: textOrNull,
	price: number,
	special_price: numberOrNull,
	currency: textOrNull,
	is_active: flag,
	is_in_stock: flagOrNull,
	is_variant: flag,
	url: textOrNull,
});

const ORDER = item({
	id: text,
	timestamp: text,
	status: textOrNull,
	is_valid: flag,
	currency: text,
	grand_total: number,
	store: textOrNull,
	channel: textOrNull,
	customer: {
		type: 'object',
		properties: { id: text, email: text, firstname: textOrNull, lastname: textOrNull },
	},
	lineitems: {
		type: 'array',
		items: {
			type: 'object',
			properties: {
				product_id: text,
				sku: textOrNull,
				quantity: number,
				unit_price: number,
				total: number,
			},
		},
	},
});

const SEGMENT = item({
	id: text,
	title: text,
	description: textOrNull,
	type: text,
	status: text,
	size: number,
	timestamp_last_refreshed: textOrNull,
});

const DELETION = item({
	action: text,
	comment: textOrNull,
	id: text,
	identities: { type: 'array', items: { type: 'object', properties: { hashed_email: text } } },
	source: object,
	summary: textOrNull,
	timestamp_completed: textOrNull,
	timestamp_created: text,
});

/** Ometria does not document these answers; these are the fields of pushed events. */
const CUSTOM_EVENT = item({
	id: text,
	event_type: text,
	timestamp: text,
	identity_email: textOrNull,
	profile_id: textOrNull,
	properties: object,
});

const identifier: JsonSchema = { type: 'object', properties: { type: text, value: text } };

/** An assumption: Ometria does not document these answers. */
const MERGE_JOB = item({
	id: text,
	status: text,
	survivor: identifier,
	customers_to_merge: { type: 'array', items: identifier },
});

/** By file, below the node's folder `__schema__/v1.0.0`. */
export const OUTPUT_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
	'contact/push.json': FORMATTED_PUSH,
	'contact/setMarketingConsent.json': PUSH,
	'segment/addContacts.json': PUSH,
	'segment/removeContacts.json': PUSH,
	'product/push.json': FORMATTED_PUSH,
	'order/push.json': FORMATTED_PUSH,
	'customEvent/push.json': PUSH,
	'record/push.json': PUSH,
	'pushError/getMany.json': PUSH_ERROR,
	'contact/get.json': CONTACT,
	'contact/getMany.json': CONTACT,
	'contact/getCollections.json': item({ collection: text, count: number }),
	'product/get.json': PRODUCT,
	'product/getMany.json': PRODUCT,
	'order/get.json': ORDER,
	'order/getMany.json': ORDER,
	'profile/get.json': PROFILE,
	'profile/getMany.json': PROFILE,
	'profile/getActivity.json': item({
		profile: { type: ['object', 'null'], properties: PROFILE.properties },
		contacts: { type: 'array', items: { type: 'object', properties: CONTACT.properties } },
		orders: { type: 'array', items: { type: 'object', properties: ORDER.properties } },
		push_errors: { type: 'array', items: { type: 'object', properties: PUSH_ERROR.properties } },
		not_read: { type: 'array', items: { type: 'object', properties: { part: text, why: text } } },
	}),
	'profile/merge.json': item({
		survivor: identifier,
		customers_to_merge: { type: 'array', items: identifier },
		http_status: number,
		response: object,
	}),
	'segment/get.json': SEGMENT,
	'segment/getMany.json': SEGMENT,
	'segment/getContacts.json': item({ list_id: text, profile_id: text, email: text }),
	'transactionalEmail/send.json': item({
		template_id: number,
		to: { type: 'object', properties: { email: text, name: text } },
		sandbox: flag,
		attachments: { type: 'array', items: text },
		http_status: number,
		response: object,
	}),
	'unsubscribe/getMany.json': item({
		email_address: text,
		profile_id: textOrNull,
		reason: textOrNull,
		timestamp: text,
		type: text,
	}),
	'customEvent/get.json': CUSTOM_EVENT,
	'customEvent/getMany.json': CUSTOM_EVENT,
	'customField/getMany.json': item({ category: text, id: text, title: text, type: text }),
	'mergeJob/get.json': MERGE_JOB,
	'mergeJob/getMany.json': MERGE_JOB,
	'dataDeletionRequest/get.json': DELETION,
	'dataDeletionRequest/getMany.json': DELETION,
};

export const SCHEMA_FOLDER = join(__dirname, '..', 'nodes', 'Ometria', '__schema__', 'v1.0.0');

export function schemaText(schema: JsonSchema): string {
	return `${JSON.stringify(schema, null, 2)}\n`;
}

if (require.main === module) {
	for (const [file, schema] of Object.entries(OUTPUT_SCHEMAS)) {
		const path = join(SCHEMA_FOLDER, file);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, schemaText(schema));
	}
}
