import type { INodeProperties } from 'n8n-workflow';

import type { Formatted } from '../../formats/types';
import { eachFairly, Yielder } from '../../n8n/yielder';
import type { ListChanges } from '../../push/prepare';
import type { RecordSource } from '../../push/recordSource';
import { runPush } from '../../push/run';
import { finding } from '../../records/findings';
import type { JsonRecord } from '../../records/index';
import { type CallFailure, concernsOneRequest, makeCall } from '../../transport/request';
import { readRow } from '../../transport/rows';
import type { Session } from '../../transport/session';
import { attempt } from '../../utils/attempt';
import { contactCollection, contactId, contactPath, readCollection } from '../contactPlace';
import { type Operation, OPERATION_POLICY } from '../operation';
import { type Parameters, perItem } from '../parameters';
import { readPushOptions } from './options';
import { dryRun, sendingOptions } from './properties';
import { type ReadSegments, type SegmentParameter, segmentReader } from './segmentIds';

const mustExist: INodeProperties = {
	displayName: 'Contact Must Exist',
	name: 'mustExist',
	type: 'boolean',
	default: true,
	description:
		'Whether to look each contact up in the collection first (four a second), and to change nothing if Ometria does not have it there. If off, Ometria creates an unknown contact with only the ID and what this operation sets, while the contact that you meant stays as it is.',
};

/** What is to change about one contact. */
interface ContactUpdate {
	/** Fields of the record beside its ID. */
	fields: JsonRecord;
	lists: ListChanges;
}

interface PlacedUpdate extends ContactUpdate {
	id: string;
	collection: string;
	/** Of the look-up; undefined where the contact need not exist. */
	path: string | undefined;
}

/** How the parameters of an item become an update. */
export interface UpdateReader {
	/** Parameters that name segments. */
	segments?: readonly SegmentParameter[];
	/** Throws a NodeOperationError for a parameter that cannot be used. */
	read: (parameters: Parameters, readSegments: ReadSegments) => ContactUpdate;
}

interface ContactUpdateDescription
	extends UpdateReader, Pick<Operation, 'value' | 'name' | 'action' | 'description'> {
	/** Parameters before ID and collection. */
	properties: INodeProperties[];
}

/** Look-ups at the same time; the rate limiter of the account's reads applies. */
const LOOKUPS_AT_ONCE = 8;

/** What a look-up came to: undefined for a contact that is there. */
type Missing = CallFailure | 'unknown' | undefined;

/** Looks each different contact up once. @returns what came of it, by path */
async function lookUp(session: Session, paths: Iterable<string>): Promise<Map<string, Missing>> {
	const results = new Map<string, Missing>();
	// One iterator for all workers: each takes the next.
	const open = new Set(paths).values();
	let ended: CallFailure | undefined;
	const work = async () => {
		for (const path of open) {
			const answer = ended ?? (await makeCall(session, { path, read: readRow }, OPERATION_POLICY));
			if (answer.ok) results.set(path, answer.value.row ? undefined : 'unknown');
			else results.set(path, answer.kind === 'not_found' ? 'unknown' : answer);
			// Of a token that is not accepted, each further request would come to the same.
			if (!answer.ok && !concernsOneRequest(answer)) ended ??= answer;
		}
	};
	await Promise.all(Array.from({ length: LOOKUPS_AT_ONCE }, work));
	return results;
}

/** The partial contact of an item, or why nothing is sent. */
function entryOf({ id, collection, fields }: PlacedUpdate, missing: Missing): Formatted {
	if (missing === undefined) return { kind: 'record', record: { id, ...fields }, warnings: [] };
	const problem =
		missing === 'unknown'
			? finding('id', 'unknown_contact', { id, collection })
			: finding('id', 'contact_not_checked', { id, why: missing.message });
	return { kind: 'invalid', ...problem };
}

/**
 * An operation that changes one thing about the contact of each input item: a push of partial records,
 * merged with what is stored.
 */
export function contactUpdateOperation({
	properties,
	segments = [],
	read,
	...shown
}: ContactUpdateDescription): Operation {
	const all = [...properties, contactId, contactCollection, mustExist];
	return {
		...shown,
		properties: [...all, dryRun, sendingOptions],
		async execute(context, session) {
			const yielder = new Yielder(session.clock);
			const options = await readPushOptions(context, sendingOptions, yielder);
			const { length: count } = context.getInputData();
			const readSegments = await segmentReader(context, session, segments);
			const readUpdate = perItem(
				context,
				all.map(({ name }) => name),
				(parameters): PlacedUpdate => ({
					...read(parameters, readSegments),
					id: parameters.text(contactId, 'an ID'),
					collection: readCollection(parameters),
					path: parameters.boolean(mustExist) ? contactPath(parameters) : undefined,
				}),
			);
			// Each expression is evaluated once; a wrong parameter is said when the item's record is prepared.
			const updates: Array<ReturnType<typeof attempt<PlacedUpdate>>> = [];
			await eachFairly(yielder, count, (item) => {
				updates.push(attempt(() => readUpdate(item)));
			});
			const updateOf = (item: number): PlacedUpdate => {
				const update = updates[item];
				if ('value' in update) return update.value;
				throw update.thrown;
			};
			const paths = updates.flatMap((update) =>
				'value' in update && update.value.path !== undefined ? [update.value.path] : [],
			);
			const missing = await lookUp(session, paths);
			const source: RecordSource = {
				count,
				read: (item) => {
					const update = updateOf(item);
					const { path } = update;
					return [entryOf(update, path === undefined ? undefined : missing.get(path))];
				},
			};
			return await runPush(context, session, {
				type: 'contact',
				source,
				file: () => undefined,
				settings: {
					collection: (item) => updateOf(item).collection,
					merge: () => true,
					lists: (item) => updateOf(item).lists,
				},
				missingIds: () => ({ fields: [], advice: 'Enter the Contact ID.' }),
				options,
			});
		},
	};
}
