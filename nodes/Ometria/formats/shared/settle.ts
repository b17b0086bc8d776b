import type { Findings } from '../../records/findings';
import type { Formatted, Json } from '../types';

/**
 * The record with its warnings, or what is wrong with its payload: the first fault decides. Of faults at
 * one place, such as an amount that several fields are made of, only the first counts. The ID stays with
 * what is wrong, so that alerts and repairs find the record.
 */
export function settle(findings: Findings, record: Json): Formatted {
	const { errors, warnings } = findings;
	const fault = errors.at(0);
	if (!fault) return { kind: 'record', record, warnings };
	const places = new Map(errors.toReversed().map((error) => [error.field, error]));
	const faults = errors.filter((error) => places.get(error.field) === error);
	const { id } = record;
	return {
		kind: 'invalid',
		...(typeof id === 'string' && id !== '' && { id }),
		...fault,
		...(faults.length > 1 && { faults }),
	};
}
