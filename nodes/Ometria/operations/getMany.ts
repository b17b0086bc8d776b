import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readPages, type RowList } from '../transport/pagination';
import type { RateLimiter } from '../transport/rateLimiter';
import { simplify } from '../transport/rows';
import type { Session } from '../transport/session';
import { addHints } from '../utils/plainText';
import { type Operation, READ_RETRY } from './operation';
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

/** What the user should know of lists that could not be read without doubt. */
function doubtsOf(lists: readonly RowList[], plural: string): string[] {
	const repeated = `Ometria gave the same ${plural} again instead of the next page, so there may be more.`;
	const moved = `The list of ${plural} changed faster than it could be read, so some may be missing.`;
	return [
		...(lists.some((list) => list.repeated) ? [repeated] : []),
		...(lists.some((list) => list.moved) ? [moved] : []),
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
			const lists = new Set<RowList>();
			const items = await runPerItem<RowList>(context, {
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
						send: async () =>
							await readPages(session, { ...listQuery, limiter: limiter?.(session) }, READ_RETRY),
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
