import { counted, formatNumber } from '../nodes/Ometria/utils/text';
import type { CheckedRecord, CheckedRecords } from './check';

/** Records of a kind that the report lists; the causes above them count all. */
const MOST_LISTED = 20;

/** `row 12 (c-12)`, `item 0`. */
function nameOf({ place, id }: CheckedRecord, areRows: boolean): string {
	return `${areRows ? 'row' : 'item'} ${place}${id === null ? '' : ` (${id})`}`;
}

function paragraph(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

/** What a check came to, as lines of text. */
export function report(file: string, checked: CheckedRecords): string[] {
	const { counts, about, warnings } = checked;
	const { areRows } = about.input;
	const refused = checked.list('refused', 0, MOST_LISTED);
	const more = counts.refused - refused.length;
	const doubts = warnings.map(({ message, records }) =>
		records > 1 ? `${message} (${counted(records, 'record')})` : message,
	);
	const differences = [
		...(counts.sandboxRefuses > 0
			? [
					`${counted(counts.sandboxRefuses, 'record')} that the node sends, the sandbox would reject`,
				]
			: []),
		...(counts.sandboxTakes > 0
			? [`${counted(counts.sandboxTakes, 'record')} that the node refuses, the sandbox would take`]
			: []),
	];
	return [
		`${file}: ${counted(counts.items, areRows ? 'row' : 'item')}, ${counted(counts.records, 'record')}`,
		...about.notes.map((note) => `  ${note}.`),
		`  ${formatNumber(counts.sent + counts.doubtful)} would be sent, ${formatNumber(counts.doubtful)} of them with warnings; ` +
			`${formatNumber(counts.refused)} refused; ${formatNumber(counts.skipped)} skipped.`,
		...paragraph('Why records are refused', about.causes),
		...paragraph('Refused', [
			...refused.map((record) => `${nameOf(record, areRows)}: ${record.problem?.message ?? ''}`),
			...(more > 0 ? [`And ${formatNumber(more)} more; --json lists all.`] : []),
		]),
		...paragraph('Warnings', doubts),
		...paragraph("Where the sandbox's own rules differ", differences),
	];
}
