import { type Finding, Findings } from '../../records/findings';
import { nearest } from '../../records/nearest';
import type { FormatRecordType } from '../types';
import { type Choice, chooseColumns, type Column, groupByField } from './columns';
import { findIdColumn } from './idColumn';
import type { Meaning, Names } from './names';

/** A heading that may mean several fields. */
export interface Ambiguous {
	heading: string;
	/** Headings that leave no doubt. Not the fields' exact names: their consent would have to be Ometria's words. */
	labels: readonly string[];
}

/** What becomes of the columns of a table: the same for all items with the same headings. */
export interface Plan {
	kind: 'plan';
	idHeading: string;
	columns: readonly Column[];
	/** They are asked about where they hold something. */
	ambiguous: readonly Ambiguous[];
	/** The column with the time of the consent, whichever way it went. */
	consentTime: string | undefined;
	/** Headings of columns that are not sent, where no column is known to hold a contact's consent. */
	mayHoldConsent: readonly string[];
	/** The same for each record, hence one list that they share. */
	warnings: readonly Finding[];
}

/** What keeps a table from being sent. */
export interface Undecided {
	kind: 'undecided';
	problem: Finding;
}

/** A column that is not sent, and the one that is sent instead of it. */
type NotSent = readonly [heading: string, instead: Column | undefined];

function addNotSent(
	findings: Findings,
	notSent: readonly NotSent[],
	freeLabels: readonly string[],
): void {
	if (notSent.length === 0) return;
	const columns = notSent.map(([heading, instead]) => ({
		heading,
		instead,
		near: instead ? undefined : nearest(heading, freeLabels),
	}));
	findings.add('', 'columns_not_sent', { columns });
}

function addOptOuts(findings: Findings, columns: readonly Column[]): void {
	for (const { reading, heading, path } of columns) {
		if (reading === 'optOut') findings.add(path.join(' > '), 'opt_out_column', { heading });
	}
}

function addLineItems(findings: Findings, meanings: ReadonlyMap<string, Meaning>): void {
	const found = [...meanings].filter(([, { kind }]) => kind === 'lineItem');
	if (found.length === 0) return;
	findings.add('lineitems', 'line_item_columns', { headings: found.map(([heading]) => heading) });
}

/** What becomes of the columns that match no field of their own. */
function sortOthers(
	meanings: ReadonlyMap<string, Meaning>,
	used: ReadonlySet<string>,
	{ sent, replaced }: Choice,
	labels: Names['labels'],
): Pick<Plan, 'ambiguous' | 'consentTime'> & { notSent: readonly NotSent[] } {
	const times = [...meanings].filter(([, { kind }]) => kind === 'consentTime');
	const ownTime = sent.get('timestamp_subscribed') ?? sent.get('timestamp_unsubscribed');
	const consentTime =
		times.length === 1 && !ownTime && sent.has('marketing_optin') ? times[0][0] : undefined;
	const ambiguous: Ambiguous[] = [];
	const notSent: NotSent[] = [];
	for (const [heading, meaning] of meanings) {
		const isRowNumber = meaning.kind === 'rowNumber';
		if (used.has(heading) || heading === consentTime || isRowNumber) continue;
		if (meaning.kind === 'ambiguous') {
			const instead = meaning.fields.map((field) => sent.get(field)).find((column) => column);
			if (instead) notSent.push([heading, instead]);
			else {
				ambiguous.push({
					heading,
					labels: meaning.fields.map((field) => labels.get(field) ?? field),
				});
			}
		} else {
			notSent.push([heading, meaning.kind === 'consentTime' ? ownTime : replaced.get(heading)]);
		}
	}
	return { ambiguous, consentTime, notSent };
}

/**
 * Decides what becomes of the columns of a table.
 *
 * @param idColumn the setting ID Column
 */
export function planColumns(
	type: FormatRecordType,
	headings: readonly string[],
	{ meaningOf, labels }: Names,
	idColumn: string | undefined,
): Plan | Undecided {
	const meanings = new Map(headings.map((heading) => [heading, meaningOf(heading)]));
	const byField = groupByField(meanings);
	const findings = new Findings();
	const idHeading = findIdColumn(findings, type, headings, byField, idColumn);
	const choice = chooseColumns(findings, new Map([...byField].filter(([field]) => field !== 'id')));
	const { errors } = findings;
	if (idHeading === undefined || errors.length > 0) {
		const message = errors.map((error) => error.message).join('. ');
		return { kind: 'undecided', problem: { ...errors[0], message } };
	}

	const columns = [...choice.sent.values()];
	const used = new Set([idHeading, ...columns.map(({ heading }) => heading)]);
	const { ambiguous, consentTime, notSent } = sortOthers(meanings, used, choice, labels);
	const freeLabels = [...labels]
		.filter(([field]) => field !== 'id' && !choice.sent.has(field))
		.map(([, label]) => label);
	addOptOuts(findings, columns);
	addLineItems(findings, meanings);
	addNotSent(findings, notSent, freeLabels);
	return {
		kind: 'plan',
		idHeading,
		columns,
		ambiguous,
		consentTime,
		mayHoldConsent:
			type === 'contact' && !choice.sent.has('marketing_optin')
				? notSent.map(([heading]) => heading)
				: [],
		warnings: findings.warnings,
	};
}
