import type { INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { callError } from '../transport/callError';
import { type Page, PAGE_SIZE, readPage } from '../transport/pagination';
import { type CallFailure, LASTING_FAILURES } from '../transport/request';
import { readRows, type Row, simplify } from '../transport/rows';
import type { Session } from '../transport/session';
import { formatUtc } from '../utils/time';
import {
	beganAt,
	type ChangeCursor,
	firstCursor,
	readChangeCursor,
	storedSince,
	TOLERANCE_MS,
} from './changeCursor';
import type { ChangeEvent } from './changeEvent';
import { ChangeReading } from './changeReading';
import type { Warn } from './notices';
import { LEAST_TIME_MS, otherKeys, type Poll } from './poll';
import { noSamples, Stored } from './stored';

/** Rows shown by a manual test, and how far back they are looked for first, ms. */
const SAMPLES = 10;
const SAMPLES_SINCE_MS = 30 * 24 * 3_600_000;

/** A time so far ahead that nothing has changed since, ms: a list of what did is empty. */
const FAR_AHEAD_MS = 24 * 3_600_000;

/** How far ahead of n8n's clock the time of an answer can be: see `answeredAt`. */
const MOST_AHEAD_MS = 24 * 3_600_000;

/** Rows whose request shows whether a server that knows no pages applies a limit. */
const FEW = 10;

interface PageQuery {
	sinceMs: number | undefined;
	limit: number;
	offset: number;
}

async function page(
	session: Session,
	{ path, since }: ChangeEvent,
	{ sinceMs, limit, offset }: PageQuery,
	giveUpAfterMs: number,
) {
	const query = sinceMs === undefined ? {} : { [since]: formatUtc(sinceMs) };
	const list = { path, query, limit, offset, read: readRows };
	return await readPage(session, list, { giveUpAfterMs });
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

/** The rows of a poll, and where the next one goes on. */
interface ChangesRead {
	rows: readonly Row[];
	cursor: ChangeCursor;
}

/** One poll of one event. */
class ChangePoll {
	private readonly deadline: number;
	private readonly failureMessage: string;

	constructor(
		private readonly session: Session,
		private readonly node: INode,
		private readonly event: ChangeEvent,
		timeMs: number,
	) {
		this.deadline = session.clock.now() + timeMs;
		this.failureMessage = `The ${event.plural} could not be read`;
	}

	private get timeLeft(): number {
		return this.deadline - this.session.clock.now();
	}

	failed(failure: CallFailure): Error {
		return callError(this.node, this.failureMessage, failure);
	}

	/**
	 * The first poll: where the trigger begins.
	 *
	 * @throws NodeApiError when Ometria cannot be read, NodeOperationError when it does not list by time
	 */
	async begin(warn: Warn): Promise<ChangeCursor> {
		const sentMs = this.session.clock.now();
		const answer = await this.askAhead();
		if (!answer.ok) throw this.failed(answer);
		const { answeredAt, durationMs } = answer;
		return firstCursor(beganAt({ answeredAt, sentMs, durationMs }, undefined, warn), sentMs);
	}

	/**
	 * Asks for what has changed since a time that is ahead of both clocks, which has to be nothing: a
	 * server that ignores the parameter would have all rows that there are taken for new.
	 *
	 * @throws NodeOperationError when the server ignores it
	 */
	async askAhead(): Promise<Page | CallFailure> {
		const sinceMs = this.session.clock.now() + FAR_AHEAD_MS;
		const answer = await page(
			this.session,
			this.event,
			{ sinceMs, limit: 1, offset: 0 },
			Math.max(this.timeLeft, LEAST_TIME_MS),
		);
		if (!answer.ok) return answer;
		const { answeredAt, value } = answer;
		const isAhead = answeredAt !== undefined && answeredAt >= sinceMs;
		if (value.length === 0 || isAhead) return answer;
		const { since, plural } = this.event;
		throw new NodeOperationError(
			this.node,
			`Ometria lists ${plural} from before the time that was asked for`,
			{
				description: `It ignores the parameter "${since}", so the trigger cannot tell new ${plural} from old ones, and reports none. Read them with Get Many on a schedule instead.`,
			},
		);
	}

	/**
	 * The time by which a stored position is judged: n8n's, but where the position is later than that,
	 * and Ometria's clock agrees with it, n8n's clock is behind. Going back by it would bring old rows.
	 *
	 * @param sinceMs the stored position
	 * @throws NodeApiError when Ometria cannot be read
	 */
	async nowFor(sinceMs: unknown, nowMs: number): Promise<number> {
		if (typeof sinceMs !== 'number' || sinceMs <= nowMs + TOLERANCE_MS) return nowMs;
		const answer = await this.askAhead();
		if (!answer.ok) throw this.failed(answer);
		// An answer's time is at most a day ahead.
		const least = Math.min(sinceMs - TOLERANCE_MS, nowMs + MOST_AHEAD_MS);
		return (answer.answeredAt ?? nowMs) >= least ? sinceMs : nowMs;
	}

	/** Whether a server that gives the same page again applies a limit: otherwise it has given all rows. */
	private async heedsLimit(sinceMs: number): Promise<boolean> {
		const few = { sinceMs, limit: FEW, offset: 0 };
		const answer = await page(
			this.session,
			this.event,
			few,
			Math.max(this.timeLeft, LEAST_TIME_MS),
		);
		return !answer.ok || answer.value.length <= FEW;
	}

	/**
	 * Reads on from where the last poll stopped, for as long as there is time.
	 *
	 * @throws NodeApiError when nothing could be read
	 */
	async read(cursor: ChangeCursor, warn: Warn): Promise<ChangesRead> {
		const { clock } = this.session;
		const reading = new ChangeReading(cursor, this.event, warn);
		const { sinceMs } = cursor;
		const done = (next: ChangeCursor): ChangesRead => ({ rows: reading.found, cursor: next });
		let limit = PAGE_SIZE;
		for (let pages = 0; ; pages++) {
			const isResumed = pages === 0 && reading.offset > 0;
			if (pages > 0 && this.timeLeft < LEAST_TIME_MS) return done(reading.interrupted());
			const sentMs = clock.now();
			const answer = await page(
				this.session,
				this.event,
				{ sinceMs, limit, offset: reading.offset },
				this.timeLeft,
			);
			if (!answer.ok) {
				if (isResumed && LASTING_FAILURES.has(answer.kind)) {
					warn('cut', this.event.plural);
					return done(reading.complete(clock.now(), true));
				}
				if (pages === 0) throw this.failed(answer);
				return done(reading.interrupted());
			}
			({ limit } = answer);
			const step = reading.takePage(answer.value, limit, { ...answer, sentMs });
			if (step === 'last') return done(reading.complete(clock.now()));
			if (step === 'noPages') {
				const isCut = await this.heedsLimit(sinceMs);
				if (isCut) warn('noPages', this.event.plural);
				return done(reading.complete(clock.now(), isCut));
			}
		}
	}
}

/**
 * One poll for an event that is a change of rows.
 *
 * @returns what is new; null when nothing is, and at the first activation. In a manual test: rows
 * like those that come.
 * @throws NodeApiError when Ometria cannot be read, NodeOperationError when it does not list by time;
 * the cursor then stays where it is
 */
export async function pollChanges(
	poll: Poll,
	event: ChangeEvent,
	simple: boolean,
): Promise<INodeExecutionData[][] | null> {
	const { session, node, timeMs } = poll;
	const fields = simple ? event.simple : undefined;
	const items = (rows: readonly Row[]) => rows.map((row) => ({ json: simplify(row, fields) }));
	const changes = new ChangePoll(session, node, event, timeMs);
	if (poll.isManual) {
		const found = await samples(session, event);
		if (!Array.isArray(found)) throw changes.failed(found);
		if (found.length > 0) return [items(found)];
		throw noSamples(node, `Ometria lists no ${event.plural}`, 'new ones');
	}

	const judgedAtMs = await changes.nowFor(
		storedSince(poll.state.staticData[event.value]),
		poll.state.nowMs,
	);
	const stored = new Stored<ChangeCursor>(poll.state, {
		key: event.value,
		otherKeys: otherKeys(event.value),
		plural: event.plural,
		sources: { account: session.account.key },
		read: (position, warn) => readChangeCursor(position, judgedAtMs, warn),
	});
	const warn = stored.notices.add;
	const position = stored.position ?? (await changes.begin(warn));
	const { rows, cursor } = await changes.read(position, warn);
	// So many at once may be all that there are.
	if (rows.length >= PAGE_SIZE) await changes.askAhead();
	// Where another poll has ended meanwhile, this one may have read older states: the next reads again.
	if (stored.isOverlapped) return null;
	return stored.end(cursor, items(rows));
}
