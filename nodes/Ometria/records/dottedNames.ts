import { isObject, setOwn } from '../utils/json';
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

/** Lays values into copies of the objects of a record, each copied once however many values it gets. */
class Nesting {
	/** The fields of the record that are other than they were. */
	readonly changed = new Map<string, JsonRecord>();
	private readonly copies = new WeakSet<object>();

	constructor(private readonly record: JsonRecord) {}

	/** @returns whether it was laid there: not where something else is */
	put([top, ...steps]: readonly string[], value: unknown): boolean {
		const last = steps.pop();
		const start = this.changed.get(top) ?? this.record[top];
		if (last === undefined || !mayHold(start)) return false;
		let object = this.copyOf(start);
		this.changed.set(top, object);
		for (const step of steps) {
			const there = Object.hasOwn(object, step) ? object[step] : undefined;
			if (!mayHold(there)) return false;
			const inner = this.copyOf(there);
			object[step] = inner;
			object = inner;
		}
		if (Object.hasOwn(object, last) && object[last] !== undefined) return false;
		setOwn(object, last, value);
		return true;
	}

	private copyOf(object: JsonRecord | undefined): JsonRecord {
		if (object && this.copies.has(object)) return object;
		const copy = { ...object };
		this.copies.add(copy);
		return copy;
	}
}

function mayHold(value: unknown): value is JsonRecord | undefined {
	return value === undefined || isObject(value);
}

/**
 * Makes objects of the columns that a sheet or database names with dots: `customer.email` becomes
 * the field `email` of `customer`. What is not such a field, or is there twice, stays as it is.
 */
export function nestDottedNames(
	findings: RecordFindings,
	record: JsonRecord,
	shape: Shape,
): JsonRecord {
	const nesting = new Nesting(record);
	const nested = new Set<string>();
	for (const name in record) {
		// No field of Ometria has a dot in its name.
		if (!name.includes('.')) continue;
		const path = name.split('.', 5);
		if (path.join('.') !== name || !leadsToField(path, shape)) continue;
		if (!nesting.put(path, record[name])) continue;
		nested.add(name);
		findings.add(name, 'dotted_name', { path });
	}
	if (nested.size === 0) return record;
	const kept = Object.entries(record).filter(([name]) => !nested.has(name));
	return { ...Object.fromEntries(kept), ...Object.fromEntries(nesting.changed) };
}
