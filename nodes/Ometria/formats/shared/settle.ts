import type { Findings } from '../../records/findings';
import type { Formatted, Json } from '../types';

/** The record with its warnings, or what is wrong with its payload: the first fault decides. */
export function settle(findings: Findings, record: Json): Formatted {
	const fault = findings.errors.at(0);
	return fault
		? { kind: 'invalid', ...fault }
		: { kind: 'record', record, warnings: findings.warnings };
}
