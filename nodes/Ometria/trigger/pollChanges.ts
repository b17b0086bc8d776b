import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { callError } from '../transport/callError';
import { PAGE_SIZE } from '../transport/pagination';
import { type CallFailure, makeCall } from '../transport/request';
import { readRows, type Row, simplify } from '../transport/rows';
import { openSession, type Session } from '../transport/session';
import { formatUtc } from '../utils/time';
import { advanceChanges, type ChangeCursor, firstCursor, readChangeCursor } from './changeCursor';
import type { ChangeEvent } from './changeEvent';
import { pollTimeoutMs } from './pollTimeout';
import { keep, noSamples } from './staticData';

/** Rows shown by a manual test, and how far back they are looked for first, ms. */
const SAMPLES = 10;
const SAMPLES_SINCE_MS = 30 * 24 * 3_600_000;

interface PartRead {
	rows: Row[];
	beganMs: number;
	nextOffset: number | undefined;
	/** Why reading ended early. */
	failure: CallFailure | undefined;
}

async function page(
	session: Session,
	{ path, since }: ChangeEvent,
	pageQuery: PageQuery,
	giveUpAfterMs: number,
) {
	const { sinceMs, limit, offset } = pageQuery;
	const query = { ...(sinceMs !== undefined && { [since]: formatUtc(sinceMs) }), limit, offset };
	return await makeCall(session, { path, query, read: readRows }, { giveUpAfterMs });
}

interface PageQuery {
	sinceMs: number | undefined;
	limit: number;
	offset: number;
}

/** Reads on from where the last poll stopped, for as long as there is time. */
async function readChanges(
	session: Session,
	event: ChangeEvent,
	cursor: ChangeCursor,
	timeMs: number,
): Promise<PartRead> {
	const { clock } = session;
	const deadline = clock.now() + timeMs;
	const rows: Row[] = [];
	let { beganMs, offset } = cursor.unfinished ?? { beganMs: undefined, offset: 0 };
	const localBegan = clock.now();
	for (;;) {
		const left = deadline - clock.now();
		const part = { rows, beganMs: beganMs ?? localBegan, nextOffset: offset };
		if (left <= 0) return { ...part, failure: undefined };
		const answer = await page(
			session,
			event,
			{ sinceMs: cursor.sinceMs, limit: PAGE_SIZE, offset },
			left,
		);
		if (!answer.ok) return { ...part, failure: answer };
		// Times are compared by the server, so its clock counts; it reads before it answers.
		beganMs ??= answer.answeredAt ?? localBegan;
		for (const row of answer.value) rows.push(row);
		if (answer.value.length !== PAGE_SIZE) {
			return { rows, beganMs, nextOffset: undefined, failure: undefined };
		}
		offset += PAGE_SIZE;
	}
}

/** The latest changes, or any rows, to show what an execution would get. */
async function samples(session: Session, event: ChangeEvent): Promise<Row[] | CallFailure> {
	const recent = { sinceMs: session.clock.now() - SAMPLES_SINCE_MS, limit: SAMPLES, offset: 0 };
	for (const pageQuery of [recent, { ...recent, sinceMs: undefined }]) {
		const answer = await page(session, event, pageQuery, 60_000);
		if (!answer.ok) return answer;
		if (answer.value.length > 0) return answer.value.slice(0, SAMPLES);
	}
	return [];
}

/**
 * One poll for an event that is a change of rows.
 *
 * @returns what is new; null when nothing is, and at the first activation. In a manual test: rows
 * like those that come.
 * @throws NodeApiError when Ometria cannot be read; the cursor then stays where it is
 */
export async function pollChanges(
	context: IPollFunctions,
	event: ChangeEvent,
	simple: boolean,
): Promise<INodeExecutionData[][] | null> {
	const session = await openSession(context);
	const failureMessage = `The ${event.plural} could not be read`;
	const fields = simple ? event.simple : undefined;
	const items = (rows: readonly Row[]) => [rows.map((row) => ({ json: simplify(row, fields) }))];
	if (context.getMode() === 'manual') {
		const found = await samples(session, event);
		if (!Array.isArray(found)) throw callError(context.getNode(), failureMessage, found);
		if (found.length > 0) return items(found);
		throw noSamples(context.getNode(), `Ometria lists no ${event.plural}`, 'new ones');
	}

	const staticData = context.getWorkflowStaticData('node');
	const stored: unknown = staticData[event.value];
	const before = readChangeCursor(stored);
	if (!before) {
		if (stored !== undefined) {
			context.logger.warn(
				`Ometria Trigger: the stored position cannot be read, so the trigger starts anew. It does not report ${event.plural} since the last poll.`,
			);
		}
		const began = session.clock.now();
		const answer = await page(
			session,
			event,
			{ sinceMs: began, limit: 1, offset: 0 },
			pollTimeoutMs(context),
		);
		if (!answer.ok) throw callError(context.getNode(), failureMessage, answer);
		staticData[event.value] = firstCursor(answer.answeredAt ?? began);
		return null;
	}
	const { failure, rows, ...read } = await readChanges(
		session,
		event,
		before,
		pollTimeoutMs(context),
	);
	if (failure && rows.length === 0) throw callError(context.getNode(), failureMessage, failure);

	// From here to the end nothing is awaited: polls can overlap, and share the static data.
	const latest = readChangeCursor(staticData[event.value]) ?? before;
	const { newIndexes, cursor } = advanceChanges(latest, {
		...read,
		identities: rows.map(event.identity),
	});
	keep(staticData, event.value, cursor);
	return newIndexes.length > 0 ? items(newIndexes.map((index) => rows[index])) : null;
}
