import { z } from 'zod';

/** What is known of a field beyond its type. */
export interface FieldInfo {
	/** Title Case, as it is shown in the editor. */
	label: string;
	description: string;
	example: unknown;
	/**
	 * Where the field is known from: `documented` by Ometria, `described` by a third party's OpenAPI
	 * description, `seen` in public clients that use it.
	 */
	source: 'documented' | 'described' | 'seen';
	/** `always`: fails without; `create`: a new record should have it, a partial update need not. */
	required?: 'always' | 'create';
	/** Characters; what is longer may be cut or rejected. Not verified, hence never more than a warning. */
	maxLength?: number;
	/** Shown in the editor's mapper from the start. */
	common?: boolean;
	/** Whether it names a person, product or order, so that "0" is nobody. */
	identifies?: boolean;
	/** Whether null may delete what identifies a person or says what they agreed to. */
	nullDeletes?: boolean;
}

/** What a value must be; each kind has one check and one conversion. */
export type Kind =
	| { name: 'text'; form?: 'id' | 'email' | 'phone' | 'url' }
	| { name: 'isoCode'; letters: number; what: string }
	| { name: 'number'; unit: 'whole' | 'money' | 'any' }
	| { name: 'boolean' }
	| { name: 'dateTime' }
	| { name: 'date' }
	| { name: 'choice'; values: readonly string[]; closed: boolean }
	| { name: 'openObject' }
	| { name: 'object'; shape: Shape }
	| { name: 'list'; of: 'text' | 'id' }
	| { name: 'objects'; shape: Shape; singular: string };

export type Field = z.ZodTypeAny;
export type Shape = Readonly<Record<string, Field>>;

const FIELDS = new WeakMap<Field, { kind: Kind; info: FieldInfo }>();

/** @throws TypeError when the schema was not made by a builder of this module */
export function fieldOf(schema: Field): { kind: Kind; info: FieldInfo } {
	const found = FIELDS.get(schema);
	if (!found) throw new TypeError('The schema has a field without description');
	return found;
}

function field(schema: Field, kind: Kind, info: FieldInfo): Field {
	// `null` is a value: it is sent, and Ometria decides what it does.
	const nullish = schema.nullish();
	FIELDS.set(nullish, { kind, info });
	return nullish;
}

/** Timestamps that are sent as they are: ISO 8601 with zone (documented; `+00` is in Ometria's examples). */
export const ISO_DATE_TIME =
	/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)$/;

/** Dates (documented). */
export const ISO_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Whether the day of the month is one that its month has. */
export function dayExists(text: string): boolean {
	const day = Number(text.slice(8, 10));
	if (day <= 28) return true;
	return (
		day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()
	);
}

export const text = (info: FieldInfo) => field(z.string(), { name: 'text' }, info);
/** Ids are texts; an integer is tolerated (Ometria's own shop extension sends one). */
export const id = (info: FieldInfo) =>
	field(z.union([z.string(), z.number()]), { name: 'text', form: 'id' }, info);
export const email = (info: FieldInfo) => field(z.string(), { name: 'text', form: 'email' }, info);
export const phone = (info: FieldInfo) =>
	field(z.union([z.string(), z.object({}).passthrough()]), { name: 'text', form: 'phone' }, info);
export const url = (info: FieldInfo) => field(z.string(), { name: 'text', form: 'url' }, info);
export const country = (info: FieldInfo) =>
	field(
		z.string(),
		{ name: 'isoCode', letters: 2, what: 'a country as two letters (ISO 3166, "GB")' },
		info,
	);
export const currency = (info: FieldInfo) =>
	field(
		z.string(),
		{ name: 'isoCode', letters: 3, what: 'a currency as three letters (ISO 4217, "GBP")' },
		info,
	);
export const number = (info: FieldInfo) => field(z.number(), { name: 'number', unit: 'any' }, info);
/** In major units: 28.50 (documented). */
export const money = (info: FieldInfo) =>
	field(z.number(), { name: 'number', unit: 'money' }, info);
export const integer = (info: FieldInfo) =>
	field(z.number(), { name: 'number', unit: 'whole' }, info);
export const boolean = (info: FieldInfo) => field(z.boolean(), { name: 'boolean' }, info);
export const dateTime = (info: FieldInfo) =>
	field(z.string().regex(ISO_DATE_TIME).refine(dayExists), { name: 'dateTime' }, info);
export const date = (info: FieldInfo) =>
	field(z.string().regex(ISO_DATE).refine(dayExists), { name: 'date' }, info);
/** One of a list that is known to be complete. Older pages have true and false for it, hence the boolean. */
export const choice = (values: readonly [string, ...string[]], info: FieldInfo) =>
	field(
		z.union([z.enum([...values]), z.boolean()]),
		{ name: 'choice', values, closed: true },
		info,
	);
/** One of a list that may have further values. */
export const openChoice = (values: readonly string[], info: FieldInfo) =>
	field(z.string(), { name: 'choice', values, closed: false }, info);
/** An object whose fields are the user's own. */
export const openObject = (info: FieldInfo) =>
	field(z.object({}).passthrough(), { name: 'openObject' }, info);
export const object = (shape: Shape, info: FieldInfo) =>
	field(z.object(shape).passthrough(), { name: 'object', shape }, info);
export const list = (of: 'text' | 'id', info: FieldInfo) =>
	field(
		z.array(of === 'id' ? z.union([z.string(), z.number()]) : z.string()),
		{ name: 'list', of },
		info,
	);
/** A list of objects. */
export const objects = (singular: string, shape: Shape, info: FieldInfo) =>
	field(z.array(z.object(shape).passthrough()), { name: 'objects', shape, singular }, info);
