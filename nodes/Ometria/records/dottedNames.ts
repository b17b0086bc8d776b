import { isObject } from '../utils/json';
import type { Shape } from './field';
import type { RecordFindings } from './findings';
import type { JsonRecord } from './types';

/**
 * Whether a path leads to a field of an object inside the record: `customer.email`, or
 * `properties.tier` where any name will do.
 */
function leadsToField(path: readonly string[], shape: Shape): boolean {
	const [name, ...rest] = path;
	if (!Object.hasOwn(shape, name)) return false;
	const { kind } = shape[name];
	if (rest.length === 0) return kind.name !== 'object' && kind.name !== 'openObject';
	if (kind.name === 'openObject') return rest.length === 1 && rest[0] !== '';
	return kind.name === 'object' && leadsToField(rest, kind.shape);
}

/**
 * Lays a value into a copy of the objects on its path.
 *
 * @returns the copy, or undefined when something else is there
 */
function withValue(
	object: JsonRecord,
	[name, ...rest]: readonly string[],
	value: unknown,
): JsonRecord | undefined {
	const there = Object.hasOwn(object, name) ? object[name] : undefined;
	if (rest.length === 0) return there === undefined ? { ...object, [name]: value } : undefined;
	if (there !== undefined && !isObject(there)) return undefined;
	const inner = withValue(there ?? {}, rest, value);
	return inner && { ...object, [name]: inner };
}

/**
 * Makes objects of the columns that a sheet or database names with dots: `customer.email` becomes
 * the field `email` of `customer`. What is no such field, or is there twice, stays as it is.
 */
export function nestDottedNames(
	findings: RecordFindings,
	record: JsonRecord,
	shape: Shape,
): JsonRecord {
	let result = record;
	for (const name in record) {
		// No field of Ometria has a dot in its name.
		if (!name.includes('.')) continue;
		const path = name.split('.', 5);
		if (path.join('.') !== name || !leadsToField(path, shape)) continue;
		const nested = withValue(result, path, record[name]);
		if (!nested) continue;
		Reflect.deleteProperty(nested, name);
		result = nested;
		findings.add(name, 'dotted_name', { path });
	}
	return result;
}
