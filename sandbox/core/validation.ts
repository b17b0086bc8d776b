import type { JsonObject, RecordType } from './types';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const filled: Check = (value) => typeof value === 'string' && value !== '';
const number: Check = (value) => typeof value === 'number';
const integer: Check = (value) => Number.isInteger(value);
const boolean: Check = (value) => typeof value === 'boolean';
const object: Check = (value) =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const email: Check = (value) => typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value);
const date: Check = (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
const dateTime: Check = (value) =>
	typeof value === 'string' &&
	/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?$/.test(value) &&
	!Number.isNaN(Date.parse(value.slice(0, 10)));
const oneOf =
	(...values: unknown[]): Check =>
	(value) =>
		values.includes(value);
const currency: Check = (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value);
const country: Check = (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value);
const id: Check = (value) => filled(value) || Number.isInteger(value);

interface Shape {
	fields: Record<string, Check>;
	lists?: Record<string, Shape>;
	objects?: Record<string, Shape>;
	/** Needed to create a record; an update by `@merge` may leave them out. */
	required?: string[];
}

const labels: Shape = {
	fields: { type: text, id: text, label: text },
	required: ['type', 'id', 'label'],
};
const address: Shape = {
	fields: { city: text, state: text, postcode: text, country_code: country },
};
const consent = oneOf('EXPLICITLY_OPTEDIN', 'EXPLICITLY_OPTEDOUT', 'NOT_SPECIFIED');

/** The sandbox's own reading of the documented fields: it must be able to disagree with the node. */
const SHAPES: Record<RecordType, Shape> = {
	contact: {
		fields: {
			id,
			email,
			phone_number: text,
			customer_id: id,
			marketing_optin: consent,
			'@force_optin': boolean,
			'@merge': boolean,
			'@collection': text,
			prefix: text,
			firstname: text,
			middlename: text,
			lastname: text,
			gender: oneOf('m', 'f', 'o'),
			date_of_birth: date,
			country_id: country,
			timezone: text,
			timestamp_acquired: dateTime,
			timestamp_subscribed: dateTime,
			timestamp_unsubscribed: dateTime,
			properties: object,
			channels: object,
		},
	},
	product: {
		fields: {
			id,
			title: text,
			price: number,
			sku: text,
			is_variant: boolean,
			parent_id: id,
			special_price: number,
			special_price_dt_from: dateTime,
			special_price_dt_to: dateTime,
			is_active: boolean,
			is_in_stock: boolean,
			url: text,
			image_url: text,
			currency,
			'@merge': boolean,
			properties: object,
		},
		lists: {
			attributes: labels,
			listings: {
				fields: {
					title: text,
					price: number,
					store: text,
					currency,
					is_active: boolean,
					special_price: number,
				},
				required: ['title', 'price', 'store', 'currency'],
			},
		},
		required: ['title', 'price'],
	},
	order: {
		fields: {
			id,
			timestamp: dateTime,
			grand_total: number,
			subtotal: number,
			discount: number,
			shipping: number,
			tax: number,
			currency,
			status: text,
			is_valid: boolean,
			store: text,
			channel: text,
			payment_method: text,
			shipping_method: text,
			'@merge': boolean,
			properties: object,
		},
		lists: {
			lineitems: {
				fields: {
					product_id: id,
					variant_id: id,
					sku: text,
					quantity: integer,
					unit_price: number,
					subtotal: number,
					total: number,
					quantity_refunded: integer,
					refunded: number,
				},
				lists: { variant_options: labels },
				required: ['product_id', 'quantity'],
			},
		},
		objects: {
			customer: { fields: { id, email, firstname: text, lastname: text, phone_number: text } },
			billing_address: address,
			shipping_address: address,
		},
	},
	custom_event: {
		fields: {
			id,
			event_type: filled,
			timestamp: dateTime,
			properties: object,
			identity_email: email,
			identity_account_id: id,
			profile_id: text,
		},
		required: ['event_type', 'timestamp', 'properties'],
	},
};

function* wrongPaths(
	value: JsonObject,
	shape: Shape,
	partial: boolean,
	path: string,
): Generator<string> {
	for (const name of partial ? [] : (shape.required ?? [])) {
		if (value[name] === undefined) yield `${path} > ${name}`;
	}
	for (const [name, check] of Object.entries(shape.fields)) {
		const field = value[name];
		if (field !== undefined && field !== null && !check(field)) yield `${path} > ${name}`;
	}
	for (const [name, inner] of Object.entries(shape.objects ?? {})) {
		const field = value[name];
		if (field === undefined || field === null) continue;
		if (object(field)) yield* wrongPaths(field as JsonObject, inner, false, `${path} > ${name}`);
		else yield `${path} > ${name}`;
	}
	for (const [name, inner] of Object.entries(shape.lists ?? {})) {
		const list = value[name];
		if (list === undefined || list === null) continue;
		if (!Array.isArray(list)) {
			yield `${path} > ${name}`;
			continue;
		}
		for (const [index, entry] of list.entries()) {
			const entryPath = `${path} > ${name} > ${index}`;
			if (object(entry)) yield* wrongPaths(entry as JsonObject, inner, false, entryPath);
			else yield entryPath;
		}
	}
}

/**
 * What Ometria would find wrong with a record after receiving it.
 *
 * @param known whether a record with this id is stored: an update may leave required fields out
 * @returns paths in Ometria's notation: `root > lineitems > 2 > quantity`
 */
export function findWrongPaths(type: RecordType, record: JsonObject, known: boolean): string[] {
	const partial = known || record['@merge'] === true;
	return [...wrongPaths(record, SHAPES[type], partial, 'root')];
}
