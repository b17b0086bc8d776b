/** Parses JSON text; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list or an object, which no cell of a table is; a date is one value. */
export function isNested(value: unknown): boolean {
	return Array.isArray(value) || (isObject(value) && !(value instanceof Date));
}

/**
 * A copy without one field; the object itself where there is none. (An object that a field was deleted
 * from is slow to read and to write.)
 */
export function without(object: Record<string, unknown>, name: string): Record<string, unknown> {
	const { [name]: value, ...rest } = object;
	return value === undefined ? object : rest;
}

/** Sets a field whatever its name is: an assignment to `__proto__` would set none. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
	Object.defineProperty(object, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

/** UTF-8 takes at most this many bytes for a character of a JavaScript string. */
export const BYTES_PER_CHARACTER = 3;

/**
 * Fields of an object that is an item, a payload or a record: what has more is refused before its
 * names are looked at.
 */
export const MOST_FIELDS = 10_000;

/** How many fields an object has, where they are too many; else undefined. */
export function tooManyFields(object: object): number | undefined {
	const { length } = Object.keys(object);
	return length > MOST_FIELDS ? length : undefined;
}

/** Levels that are looked at: what lies deeper counts for nothing. */
const MOST_LEVELS = 100;
/** The shortest value with its comma: `1,`. */
const PER_VALUE = 2;

/** A lower bound of the characters of a value's JSON; it stops above the room that there is. */
export function charactersOf(value: unknown, room: number, level = 0): number {
	if (typeof value === 'string') return value.length + PER_VALUE;
	if (typeof value !== 'object' || value === null || level > MOST_LEVELS) return PER_VALUE;
	let characters = PER_VALUE;
	if (Array.isArray(value)) {
		// `for … in` would first make a text of each position.
		for (let index = 0; index < value.length && characters <= room; index++) {
			characters += charactersOf(value[index], room - characters, level + 1);
		}
		return characters;
	}
	for (const name in value) {
		if (characters > room) break;
		const entry = (value as Record<string, unknown>)[name];
		characters += name.length + charactersOf(entry, room - characters, level + 1);
	}
	return characters;
}
