import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../utils/json';
import type { PushError } from './pushError';

/**
 * A copy without records, however deep they lie: what is called `record`, and every object that says
 * which record type it is (`@type` stands in each pushed record).
 */
function withoutRecords(value: unknown): unknown {
	if (Array.isArray(value)) {
		return value.filter((element) => !isRecord(element)).map(withoutRecords);
	}
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name, held]) => name !== 'record' && !isRecord(held))
			.map(([name, held]) => [name, withoutRecords(held)]),
	);
}

function isRecord(value: unknown): boolean {
	return isObject(value) && Object.hasOwn(value, '@type');
}

export interface ItemOptions {
	/** Whether to put out the record as pushed, which holds personal data. */
	includeRecord: boolean;
}

/**
 * The normalised error as the user sees it, record and message first; what Ometria did not say is null. What we do not know is
 * under `other_fields`, so that it can neither collide nor become a top-level `error`, which n8n
 * takes for a failure.
 */
export function toItem(error: PushError, { includeRecord }: ItemOptions): IDataObject {
	const others = includeRecord ? error.extra : withoutRecords(error.extra);
	const item: Record<string, unknown> = {
		record_id: error.recordId ?? null,
		error_message: error.message,
		field: error.field ?? null,
		record_type: error.recordType ?? null,
		timestamp: error.timestamp ?? null,
		request_id: error.requestId ?? null,
		error_path: error.path ?? null,
		source: error.source ?? null,
		...(isObject(others) && Object.keys(others).length > 0 && { other_fields: others }),
		...(includeRecord && { record: error.record ?? null }),
	};
	return item as IDataObject;
}
