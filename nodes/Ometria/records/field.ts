import { z } from 'zod';

/** What is known of a field beyond its type. */
export interface About {
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
	/** Characters; what is longer may be cut or refused. Not verified, hence never more than a doubt. */
	maxLength?: number;
	/** Shown in the editor's mapper from the start. */
	common?: boolean;
}

/** What a value must be; each kind has one check and one conversion. */
export type Kind =
	| { name: 'text'; form?: 'id' | 'email' | 'phone' | 'url' }
	| { name: 'code'; letters: number; what: string }
	| { name: 'number'; whole: boolean }
	| { name: 'flag' }
	| { name: 'moment' }
	| { name: 'day' }
	| { name: 'choice'; values: readonly string[]; closed: boolean }
	| { name: 'free' }
	| { name: 'object'; shape: Shape }
	| { name: 'list'; of: 'text' | 'id' }
	| { name: 'rows'; shape: Shape; noun: string };

export type Field = z.ZodTypeAny;
export type Shape = Readonly<Record<string, Field>>;

const FIELDS = new WeakMap<Field, { kind: Kind; about: About }>();

/** @throws TypeError when the schema was not made by a builder of this module */
export function fieldOf(schema: Field): { kind: Kind; about: About } {
	const found = FIELDS.get(schema);
	if (!found) throw new TypeError('The schema has a field without description');
	return found;
}

function field(schema: Field, kind: Kind, about: About): Field {
	// `null` is a value: it is sent, and Ometria decides what it does.
	const nullish = schema.nullish();
	FIELDS.set(nullish, { kind, about });
	return nullish;
}

/** Timestamps that are sent as they are: ISO 8601 with zone (documented; `+00` is in Ometria's examples). */
export const ISO_MOMENT =
	/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)$/;

/** Dates (documented). */
export const ISO_DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Whether the day of the month is one that its month has. */
export function dayExists(text: string): boolean {
	const day = Number(text.slice(8, 10));
	if (day <= 28) return true;
	return (
		day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()
	);
}

export const text = (about: About) => field(z.string(), { name: 'text' }, about);
/** Ids are texts; an integer is tolerated (Ometria's own shop extension sends one). */
export const id = (about: About) =>
	field(z.union([z.string(), z.number()]), { name: 'text', form: 'id' }, about);
export const email = (about: About) => field(z.string(), { name: 'text', form: 'email' }, about);
export const phone = (about: About) =>
	field(z.union([z.string(), z.object({}).passthrough()]), { name: 'text', form: 'phone' }, about);
export const url = (about: About) => field(z.string(), { name: 'text', form: 'url' }, about);
export const country = (about: About) =>
	field(
		z.string(),
		{ name: 'code', letters: 2, what: 'a country as two letters (ISO 3166, "GB")' },
		about,
	);
export const currency = (about: About) =>
	field(
		z.string(),
		{ name: 'code', letters: 3, what: 'a currency as three letters (ISO 4217, "GBP")' },
		about,
	);
export const number = (about: About) => field(z.number(), { name: 'number', whole: false }, about);
export const integer = (about: About) => field(z.number(), { name: 'number', whole: true }, about);
export const flag = (about: About) => field(z.boolean(), { name: 'flag' }, about);
export const moment = (about: About) =>
	field(z.string().regex(ISO_MOMENT).refine(dayExists), { name: 'moment' }, about);
export const day = (about: About) =>
	field(z.string().regex(ISO_DAY).refine(dayExists), { name: 'day' }, about);
/** One of a list that is known to be complete. Older pages have true and false for it, hence the flag. */
export const choice = (values: readonly [string, ...string[]], about: About) =>
	field(
		z.union([z.enum([...values]), z.boolean()]),
		{ name: 'choice', values, closed: true },
		about,
	);
/** One of a list that may have further values. */
export const openChoice = (values: readonly string[], about: About) =>
	field(z.string(), { name: 'choice', values, closed: false }, about);
/** An object whose fields are the user's own. */
export const free = (about: About) => field(z.object({}).passthrough(), { name: 'free' }, about);
export const object = (shape: Shape, about: About) =>
	field(z.object(shape).passthrough(), { name: 'object', shape }, about);
export const list = (of: 'text' | 'id', about: About) =>
	field(
		z.array(of === 'id' ? z.union([z.string(), z.number()]) : z.string()),
		{ name: 'list', of },
		about,
	);
/** A list of objects. */
export const rows = (noun: string, shape: Shape, about: About) =>
	field(z.array(z.object(shape).passthrough()), { name: 'rows', shape, noun }, about);
