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
