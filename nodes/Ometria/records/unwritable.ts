/** A value that JSON cannot hold, or would silently hold as null, and where it is. */
export interface Unwritable {
	path: string;
	/** `NaN`, `undefined` … */
	found: string;
}

/** Values and levels that are looked at. */
const MOST_VALUES = 200_000;
const MOST_LEVELS = 100;

/** `Date`, `Map`, `Object` … */
function tagOf(value: object): string {
	return Object.prototype.toString.call(value).slice(8, -1);
}

/** Classes whose content JSON would drop without a word: Map, Set, RegExp, Error. */
function isOpaque(value: object): boolean {
	return tagOf(value) !== 'Object' && Object.keys(value).length === 0;
}

/** Name of what JSON would make null of, or leave out, or fail with; undefined for what it can hold. */
function foundIn(value: unknown, inList: boolean): string | undefined {
	switch (typeof value) {
		case 'number':
			return Number.isFinite(value) ? undefined : String(value);
		case 'bigint':
			return `${value}n`;
		case 'function':
		case 'symbol':
			return typeof value;
		case 'undefined':
			return inList ? 'undefined' : undefined;
		case 'object':
			if (value === null || Array.isArray(value)) return undefined;
			if (hasJsonForm(value)) {
				return jsonFormOf(value) === null ? `such ${tagOf(value)}` : undefined;
			}
			return isOpaque(value) ? tagOf(value) : undefined;
		default:
			return undefined;
	}
}

function hasJsonForm(value: object): value is { toJSON: () => unknown } {
	return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Of a Date or a DateTime: null when it is none that exists. */
function jsonFormOf(value: { toJSON: () => unknown }): unknown {
	try {
		return value.toJSON();
	} catch {
		return null;
	}
}

/**
 * Finds the first value that would not arrive as it is: NaN and Infinity become null as JSON.
 *
 * @returns undefined when there is none within reach
 */
export function findUnwritable(record: object): Unwritable | undefined {
	let left = MOST_VALUES;
	const search = (value: object, path: readonly string[]): Unwritable | undefined => {
		const inList = Array.isArray(value);
		// Of a list with holes, these entries are undefined.
		const entries: Iterable<[string | number, unknown]> = inList
			? (value as unknown[]).entries()
			: Object.entries(value);
		for (const [name, entry] of entries) {
			if (left-- <= 0) return undefined;
			const at = [...path, String(name)];
			const found = foundIn(entry, inList);
			if (found !== undefined) return { path: at.join(' > '), found };
			const goesDeeper =
				typeof entry === 'object' &&
				entry !== null &&
				at.length < MOST_LEVELS &&
				!hasJsonForm(entry);
			const inside = goesDeeper ? search(entry, at) : undefined;
			if (inside) return inside;
		}
		return undefined;
	};
	return search(record, []);
}
