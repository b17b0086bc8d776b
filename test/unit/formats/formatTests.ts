import type {
	FormatOperation,
	FormatSettings,
	Formatted,
	Json,
} from '../../../nodes/Ometria/formats/types';
import { checkRecord, type RecordRules, type RecordType } from '../../../nodes/Ometria/records';
import { fc } from '../../support/fastCheck';

/** The defaults of the settings; each test says what the user changed. */
export function settings(changes: Partial<FormatSettings> = {}): FormatSettings {
	return {
		idPrefix: '',
		noConsent: 'leaveOut',
		productId: 'id',
		statusesCounted: [],
		statusesNotCounted: [],
		statusesSkipped: [],
		unpaidOrders: 'notCounted',
		nowMs: Date.parse('2026-06-15T12:00:00Z'),
		...changes,
	};
}

/** Refuses what Ometria does not document. */
export const RULES: RecordRules = {
	convertTypes: true,
	validation: 'standard',
	unknownFields: 'reject',
	emptyValues: 'leaveOutEmptyTexts',
	excelDates: 'refuse',
	timezone: 'UTC',
	nowMs: Date.parse('2026-01-20T12:00:00Z'),
	timezoneChosen: false,
};

/** What is known to be wrong with an ID is found where all records are checked. */
const OF_IDS = 'damaged_id';

/** What the node's own validation has against the records; an empty list when they are valid. */
export function problemsOf(
	entries: readonly Formatted[],
	type: RecordType,
	{ merge }: FormatOperation,
): unknown[] {
	return entries.flatMap((entry) => {
		if (entry.kind !== 'record') return [];
		const checked = checkRecord(type, entry.record, RULES, { merges: merge });
		return checked.ok ? [] : checked.problems.filter(({ reason }) => reason !== OF_IDS);
	});
}

/**
 * Without what tests of single values do not look at: the time of the payload, and the warning about totals, as
 * tests that change one amount leave the others as they are.
 */
export function essential(entries: readonly Formatted[]): Formatted[] {
	return entries.map((entry) => {
		if (entry.kind !== 'record') return entry;
		const { kind, record, warnings } = entry;
		return { kind, record, warnings: warnings.filter(({ reason }) => reason !== 'parts_differ') };
	});
}

/** What an entry is that is refused; the field is its path, or a matcher. */
export function refused(field: unknown, message: RegExp) {
	return {
		kind: 'invalid',
		reason: expect.any(String) as string,
		field,
		message: expect.stringMatching(message) as string,
	};
}

export function recordsIn(entries: readonly Formatted[]): Json[] {
	return entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
}

/** The object without the keys named. */
export function without(json: Json, ...keys: string[]): Json {
	return Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));
}

/** Fields whose parts are one row of the mapping. */
const WHOLE: ReadonlySet<string> = new Set([
	'attributes',
	'listings',
	'lineitems > variant_options',
	'totals > base',
	'totals > local',
]);

/** The fields of a record in Ometria's notation, as the rows of a mapping have them. */
export function fieldsIn(value: unknown, field = ''): string[] {
	if (WHOLE.has(field)) return [field];
	if (Array.isArray(value)) {
		const isObjects = value.some((entry) => typeof entry === 'object');
		return isObjects ? value.flatMap((entry) => fieldsIn(entry, field)) : [field];
	}
	if (typeof value !== 'object' || value === null) return [field];
	return Object.entries(value).flatMap(([key, inner]) =>
		fieldsIn(inner, field === '' ? key : `${field} > ${key}`),
	);
}

/** Rows that no record has, and fields that no row has. */
export function mappingGaps({ mapping }: FormatOperation, records: readonly Json[]): Json {
	const fields = new Set(records.flatMap((record) => fieldsIn(record)));
	const rows = mapping.map(({ field }) => field);
	return {
		withoutRow: [...fields].filter((field) => !rows.includes(field)),
		withoutField: rows.filter((row) => !fields.has(row)),
		twice: rows.filter((row, index) => rows.indexOf(row) !== index),
	};
}
/** A payload without some of its keys, wherever they are, as a query that did not ask for them. */
export function withoutKeys(value: unknown, keys: ReadonlySet<string>): unknown {
	if (Array.isArray(value)) return value.map((entry: unknown) => withoutKeys(entry, keys));
	if (typeof value !== 'object' || value === null) return value;
	const kept = Object.entries(value).filter(([key]) => !keys.has(key));
	return Object.fromEntries(kept.map(([key, inner]) => [key, withoutKeys(inner, keys)]));
}

/**
 * Payloads of models that lack one to three of their keys.
 *
 * @param payloadOf makes the whole payload
 * @param kept keys that no payload lacks
 */
export function lackingKeys<Model>(
	models: fc.Arbitrary<Model>,
	payloadOf: (model: Model) => Json,
	kept: readonly string[] = [],
): fc.Arbitrary<{ model: Model; json: Json; gone: string[] }> {
	return models.chain((model) => {
		const whole = payloadOf(model);
		const keys = [...new Set(keysIn(whole))].filter((key) => !kept.includes(key));
		return fc
			.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 })
			.map((gone) => ({ model, json: withoutKeys(whole, new Set(gone)) as Json, gone }));
	});
}

/** All keys in a payload. */
export function keysIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap((entry: unknown) => keysIn(entry));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}
