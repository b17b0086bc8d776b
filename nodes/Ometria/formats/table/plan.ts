import { nearest } from '../../records/nearest';
import { listed, shown } from '../../utils/text';
import type { FormatRecordType, FormatWarning } from '../types';
import { type Choice, chooseColumns, type Column, groupByField } from './columns';
import { joined, quoted } from './headings';
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
	warnings: readonly FormatWarning[];
}

/** What keeps a table from being sent. */
export interface Undecided {
	kind: 'undecided';
	message: string;
}

/** Questions about the columns that one message asks. */
const MOST_PROBLEMS = 5;

/** A column that is not sent, and the one that is sent instead of it. */
type NotSent = readonly [heading: string, instead: Column | undefined];

function notSentWarnings(notSent: readonly NotSent[], freeLabels: readonly string[]) {
	if (notSent.length === 0) return [];
	const named = listed(notSent, ([heading, instead]) => {
		const name = quoted([heading]);
		if (instead) return `${name} (${quoted([instead.heading])} is sent as ${shown(instead.field)})`;
		const near = nearest(heading, freeLabels);
		return near === undefined ? name : `${name} (did you mean "${near}"?)`;
	});
	const message = `Columns that are not sent: ${named}. Add those that Ometria should have under Additional Fields`;
	return [{ field: '', message }];
}

function optOutWarnings(columns: readonly Column[]): FormatWarning[] {
	return columns
		.filter(({ reading }) => reading === 'optOut')
		.map(({ heading, path }) => ({
			field: path.join(' > '),
			message: `${quoted([heading])} is sent as an opt-out where it says yes. Where it says no, nothing is sent, as that is not consent`,
		}));
}

function lineItemWarnings(meanings: ReadonlyMap<string, Meaning>): FormatWarning[] {
	const found = [...meanings].filter(([, { kind }]) => kind === 'lineItem');
	if (found.length === 0) return [];
	const headings = joined(found.map(([heading]) => heading));
	const message = `${headings} describe line items, but each row is sent as an order. Put the line items of an order into a list in "lineitems", for example with an Aggregate or Code node`;
	return [{ field: 'lineitems', message }];
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
	const id = findIdColumn(type, headings, byField, idColumn);
	const choice = chooseColumns(new Map([...byField].filter(([field]) => field !== 'id')));
	const problems = [...id.problems, ...choice.problems];
	if (id.heading === undefined || problems.length > 0) {
		return { kind: 'undecided', message: problems.slice(0, MOST_PROBLEMS).join('. ') };
	}

	const columns = [...choice.sent.values()];
	const used = new Set([id.heading, ...columns.map(({ heading }) => heading)]);
	const { ambiguous, consentTime, notSent } = sortOthers(meanings, used, choice, labels);
	const freeLabels = [...labels]
		.filter(([field]) => field !== 'id' && !choice.sent.has(field))
		.map(([, label]) => label);
	return {
		kind: 'plan',
		idHeading: id.heading,
		columns,
		ambiguous,
		consentTime,
		mayHoldConsent:
			type === 'contact' && !choice.sent.has('marketing_optin')
				? notSent.map(([heading]) => heading)
				: [],
		warnings: [
			...optOutWarnings(columns),
			...lineItemWarnings(meanings),
			...notSentWarnings(notSent, freeLabels),
		],
	};
}
