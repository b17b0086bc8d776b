import type { Findings } from '../../records/findings';
import { orderStatus } from '../shared/statuses';
import { isBlank, text } from '../shared/values';
import type { FormatSettings, Json, SkipReason } from '../types';
import type { Finishing } from './exports/exportFile';
import { cellsOf } from './fileRows';
import type { ColumnPlan } from './plan';

/**
 * Reads the status of an order by the user's lists, and by the table of a known file.
 *
 * @returns why the order is not sent on purpose; undefined where it is
 */
function putStatus(
	findings: Findings,
	{ file, headings }: ColumnPlan,
	record: Json,
	settings: FormatSettings,
): SkipReason | undefined {
	const status = text(record.status);
	if (status === undefined) return undefined;
	const found = orderStatus(status, file?.statuses ?? [], settings);
	if (found.kind === 'skip') return `order with the status "${status.toLowerCase()}"`;
	if (found.kind === 'unknown') {
		// The status of a sheet is free text; what a shop's own file says decides on revenue.
		if (file?.statuses) {
			findings.add(headings.get('status') ?? 'status', 'unknown_status', { status });
		}
		return undefined;
	}
	if (isBlank(record.is_valid)) record.is_valid = found.isValid;
	if (file?.statuses) record.status = found.status;
	return undefined;
}

/**
 * Completes a record by what its file is known for.
 *
 * @param json the row, or what the rows of one order say together
 * @param about the record, and what is known of it
 * @returns why the record is not sent on purpose; undefined where it is
 */
export function finishRecord(
	plan: ColumnPlan,
	json: Json,
	about: Omit<Finishing, 'cell'>,
): SkipReason | undefined {
	const { findings, record, settings } = about;
	const skipped = putStatus(findings, plan, record, settings);
	return skipped ?? plan.file?.finish?.({ ...about, cell: cellsOf(plan, json) });
}
