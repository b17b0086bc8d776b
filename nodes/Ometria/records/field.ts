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
	/** Characters; what is longer may be cut or rejected. Not verified, so never more than a warning. */
	maxLength?: number;
	/** Of a list; more is never more than a warning. */
	maxEntries?: number;
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

/** A field of a record: what is known of it, as data. */
export interface Field extends FieldInfo {
	kind: Kind;
}
export type Shape = Readonly<Record<string, Field>>;

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

export const text = (info: FieldInfo): Field => ({ kind: { name: 'text' }, ...info });
/** IDs are texts; an integer is tolerated (Ometria's own shop extension sends one). */
export const id = (info: FieldInfo): Field => ({ kind: { name: 'text', form: 'id' }, ...info });
export const email = (info: FieldInfo): Field => ({
	kind: { name: 'text', form: 'email' },
	...info,
});
export const phone = (info: FieldInfo): Field => ({
	kind: { name: 'text', form: 'phone' },
	...info,
});
export const url = (info: FieldInfo): Field => ({ kind: { name: 'text', form: 'url' }, ...info });
export const country = (info: FieldInfo): Field => ({
	kind: { name: 'isoCode', letters: 2, what: 'a country as two letters (ISO 3166, "GB")' },
	...info,
});
export const currency = (info: FieldInfo): Field => ({
	kind: { name: 'isoCode', letters: 3, what: 'a currency as three letters (ISO 4217, "GBP")' },
	...info,
});
export const number = (info: FieldInfo): Field => ({
	kind: { name: 'number', unit: 'any' },
	...info,
});
/** In major units: 28.50 (documented). */
export const money = (info: FieldInfo): Field => ({
	kind: { name: 'number', unit: 'money' },
	...info,
});
export const integer = (info: FieldInfo): Field => ({
	kind: { name: 'number', unit: 'whole' },
	...info,
});
export const boolean = (info: FieldInfo): Field => ({ kind: { name: 'boolean' }, ...info });
export const dateTime = (info: FieldInfo): Field => ({ kind: { name: 'dateTime' }, ...info });
export const date = (info: FieldInfo): Field => ({ kind: { name: 'date' }, ...info });
/** One of a list that is known to be complete. */
export const choice = (values: readonly string[], info: FieldInfo): Field => ({
	kind: { name: 'choice', values, closed: true },
	...info,
});
/** One of a list that may have further values. */
export const openChoice = (values: readonly string[], info: FieldInfo): Field => ({
	kind: { name: 'choice', values, closed: false },
	...info,
});
/** An object whose fields are the user's own. */
export const openObject = (info: FieldInfo): Field => ({ kind: { name: 'openObject' }, ...info });
export const object = (shape: Shape, info: FieldInfo): Field => ({
	kind: { name: 'object', shape },
	...info,
});
export const list = (of: 'text' | 'id', info: FieldInfo): Field => ({
	kind: { name: 'list', of },
	...info,
});
/** A list of objects. */
export const objects = (singular: string, shape: Shape, info: FieldInfo): Field => ({
	kind: { name: 'objects', shape, singular },
	...info,
});
