import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { addHints } from '../n8n/plainText';
import { readPages, type RowList } from '../transport/pagination';
import type { RateLimiter } from '../transport/rateLimiter';
import type { CallFailure } from '../transport/request';
import { type Row, simplify } from '../transport/rows';
import type { Session } from '../transport/session';
import { type Operation, OPERATION_POLICY } from './operation';
import type { Parameters } from './parameters';
import { limit, returnAll, simplifyOutput } from './readProperties';
import { runPerItem } from './runPerItem';

type FilterValue = string | boolean | undefined;

/** A restriction that the user may set. */
export interface Filter {
	property: INodeProperties;
	/** The query parameter's name. */
	query: string;
	read: (parameters: Parameters, property: INodeProperties, collection: string) => FilterValue;
	/** For a filter by person: whether a row is of another one, which a server gives that ignores it. */
	isOther?: (row: Row, value: string) => boolean;
}

export const asTime: Filter['read'] = (parameters, property, collection) =>
	parameters.time(property, collection);
export const asText: Filter['read'] = (parameters, property, collection) =>
	parameters.optionalText(property, collection);
export const asEmail: Filter['read'] = (parameters, property, collection) =>
	parameters.email(property, collection);

interface GetManyDescription {
	/** Plural, lower case: "profiles". */
	plural: string;
	description: string;
	/** For a list that is not the resource's main one. */
	operation?: { value: string; name: string; action: string };
	/** Parameters before the limit. */
	properties?: INodeProperties[];
	filters?: readonly Filter[];
	/** Fields of the simplified form; undefined for things that have few. */
	simple?: readonly string[];
	path: (parameters: Parameters) => string;
	/** Whether the endpoint takes limit and offset. */
	paged?: boolean;
	/** Set where the answer's shape is not documented: an object is then taken for one row. */
	anyShape?: boolean;
	limiter?: (session: Session) => RateLimiter;
}

const FILTERS = 'filters';

function filterCollection(filters: readonly Filter[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: FILTERS,
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: filters
			.map(({ property }) => property)
			.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

function readQuery(
	parameters: Parameters,
	filters: readonly Filter[],
): Record<string, string | boolean> {
	if (filters.length > 0) parameters.checkGroup(filterCollection(filters));
	const values = filters.map(({ property, query, read }): [string, FilterValue] => [
		query,
		read(parameters, property, FILTERS),
	]);
	return Object.fromEntries(
		values.filter((entry): entry is [string, string | boolean] => entry[1] !== undefined),
	);
}

/** A list without the rows of others than were asked for, and how many those are. */
interface OwnRows extends RowList {
	others: number;
}

/** @returns a failure where all rows are of others: the server ignores who is asked for */
function ownRows(
	list: RowList,
	query: Readonly<Record<string, string | boolean>>,
	{ filters, plural }: { filters: readonly Filter[]; plural: string },
): OwnRows | CallFailure {
	const isOther = (row: Row) =>
		filters.some(({ query: name, isOther: tell }) => {
			const wanted = query[name];
			return typeof wanted === 'string' && tell?.(row, wanted) === true;
		});
	const rows = list.rows.filter((row) => !isOther(row));
	const others = list.rows.length - rows.length;
	if (others === 0 || rows.length > 0) return { ...list, rows, others };
	const message = `Ometria gave ${others} ${plural}, all of other customers`;
	return { ok: false, kind: 'not_found', message };
}

/** What the user should know of lists that could not be read without doubt. */
function doubtsOf(lists: readonly OwnRows[], plural: string): string[] {
	const repeated = `Ometria gave the same ${plural} again instead of the next page, so there may be more.`;
	const moved = `The list of ${plural} changed faster than it could be read, so some may be missing.`;
	const others = lists.reduce((sum, list) => sum + list.others, 0);
	return [
		...(lists.some((list) => list.repeated) ? [repeated] : []),
		...(lists.some((list) => list.moved) ? [moved] : []),
		...(others > 0
			? [`Ometria gave ${others} ${plural} of other customers too, which were left out.`]
			: []),
	];
}

/** The items, the first of which says what the user should know. */
function withWarnings(
	items: INodeExecutionData[],
	warnings: readonly string[],
): INodeExecutionData[] {
	const [first, ...others] = items;
	if (first === undefined || warnings.length === 0) return items;
	return [{ ...first, json: { ...first.json, warning: warnings.join(' ') } }, ...others];
}

/** An operation that lists things for each input item. */
export function getManyOperation({
	plural,
	description,
	operation = { value: 'getMany', name: 'Get Many', action: `Get many ${plural}` },
	properties = [],
	filters = [],
	simple,
	path,
	paged = true,
	anyShape = false,
	limiter,
}: GetManyDescription): Operation {
	return {
		...operation,
		description,
		properties: [
			...properties,
			returnAll,
			limit,
			...(filters.length > 0 ? [filterCollection(filters)] : []),
			...(simple ? [simplifyOutput] : []),
		],
		async execute(context, session) {
			const lists = new Set<OwnRows>();
			const items = await runPerItem<OwnRows>(context, {
				failureMessage: `The ${plural} could not be read`,
				request: (parameters) => {
					const fields = simple && parameters.boolean(simplifyOutput) ? simple : undefined;
					const listQuery = {
						path: path(parameters),
						query: readQuery(parameters, filters),
						limit: parameters.boolean(returnAll) ? Infinity : parameters.wholeNumber(limit),
						paged,
						anyShape,
					};
					return {
						key: JSON.stringify(listQuery),
						notFound: filters.some(({ isOther, query }) => isOther && query in listQuery.query)
							? {
									message: `No ${plural} of this customer were found`,
									advice:
										'Ometria may ignore this filter: look the customer up by another one. If this comes for every customer, check the base URL in the credential.',
								}
							: {
									advice: `Ometria may not have the ${plural} that were asked for, or not give so many: check the parameters, or lower the limit. If this comes for every list, check the base URL in the Ometria credential.`,
								},
						send: async () => {
							const paging = { ...listQuery, limiter: limiter?.(session) };
							const list = await readPages(session, paging, OPERATION_POLICY);
							return list.ok ? ownRows(list, listQuery.query, { filters, plural }) : list;
						},
						items: (list) => {
							lists.add(list);
							return list.rows.map((row) => simplify(row, fields));
						},
					};
				},
			});
			const location = 'outputPane';
			if (lists.size > 0 && [...lists].every(({ rows }) => rows.length === 0)) {
				const message = `Ometria has no ${plural}${filters.length > 0 ? ' that match' : ''}.`;
				addHints(context, { message, type: 'info', location });
			}
			const warnings = doubtsOf([...lists], plural);
			for (const message of warnings) addHints(context, { message, type: 'warning', location });
			// Nobody sees the hints of production runs.
			return withWarnings(items, warnings);
		},
	};
}
