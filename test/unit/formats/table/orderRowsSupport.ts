import type { FormatSettings, Formatted, Json } from '../../../../nodes/Ometria/formats/types';
import { gatheredOf } from './tableRows';

/** What the rows of a run come to: entries in their order, each with the items that it is made of. */
export function ordersOf(
	rows: readonly Json[],
	changes: Partial<FormatSettings> = {},
): Array<Formatted & { items: readonly number[] }> {
	return gatheredOf('order', rows, changes).flatMap((entries, item) =>
		entries.map((entry) => ({ ...entry, items: entry.items ?? [item] })),
	);
}

/** The records of a run of which all orders are sent. */
export function orderRecords(rows: readonly Json[], changes: Partial<FormatSettings> = {}): Json[] {
	return ordersOf(rows, changes).map((entry) => {
		if (entry.kind !== 'record') throw new TypeError(JSON.stringify(entry));
		return entry.record;
	});
}

/** What is wrong with the only order of a run, that is not sent. */
export function orderProblem(
	rows: readonly Json[],
	changes: Partial<FormatSettings> = {},
): { reason: string; message: string } {
	const entries = ordersOf(rows, changes);
	const [entry] = entries;
	if (entries.length !== 1 || entry.kind !== 'invalid') {
		throw new TypeError(JSON.stringify(entries));
	}
	return { reason: entry.reason, message: entry.message };
}

/** The reasons of what is said of the only order of a run, that is sent. */
export function orderWarnings(
	rows: readonly Json[],
	changes: Partial<FormatSettings> = {},
): string[] {
	const entries = ordersOf(rows, changes);
	const [entry] = entries;
	if (entries.length !== 1 || entry.kind !== 'record') throw new TypeError(JSON.stringify(entries));
	return entry.warnings.map(({ reason }) => reason);
}
