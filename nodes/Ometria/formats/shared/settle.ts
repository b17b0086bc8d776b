import type { Findings } from '../../records/findings';
import type { Formatted, Json } from '../types';

/** The record with its warnings, or what is wrong with its payload: the first fault decides. */
export function settle(findings: Findings, record: Json): Formatted {
	const { errors, warnings } = findings;
	const fault = errors.at(0);
	if (!fault) return { kind: 'record', record, warnings };
	return { kind: 'invalid', ...fault, ...(errors.length > 1 && { faults: errors }) };
}
