import type { AccountServer } from './accountServer';
import type { PendingFault } from './faults';
import {
	type Dropped,
	type LogEntry,
	type RateLimit,
	RECORD_TYPES,
	type RecordType,
	type StoredError,
} from './types';

/** Seconds that the overview looks back. */
const SECONDS_SHOWN = 60;
const ROWS_SHOWN = 25;

/** Push requests of one second, by what became of them. */
export interface Second {
	/** ms; the second's start. */
	at: number;
	received: number;
	limited: number;
	failed: number;
}

/** One line of what arrived, without the body. */
export interface OverviewRequest extends Pick<
	LogEntry,
	| 'at'
	| 'method'
	| 'path'
	| 'status'
	| 'delivery'
	| 'requestId'
	| 'sentId'
	| 'type'
	| 'taken'
	| 'bytes'
> {
	records: number;
}

/** What a person wants to see of the account at one time. */
export interface Overview {
	/** ms on the core's clock. */
	now: number;
	requests: number;
	pushes: number;
	/** How often each status was answered; `none` where nothing was. */
	statuses: Record<string, number>;
	recordsReceived: number;
	recordsStored: number;
	errorsListed: number;
	/** What was dropped to stay within the bounds; all other numbers are of what is kept. */
	dropped: Dropped;
	types: Array<{ type: RecordType; received: number; stored: number }>;
	limit: RateLimit & {
		/** Push requests that were received within the last second. */
		used: number;
	};
	/** The last minute, oldest first. */
	seconds: Second[];
	/** Newest first. */
	latest: OverviewRequest[];
	/** Newest first. */
	errors: StoredError[];
	faults: PendingFault[];
	options: {
		token: string;
		latencyMs: number;
		errorDelayMs: number;
		errorShape: string;
		rejectEvery: number;
	};
}

function outcomeOf({ status, delivery }: LogEntry): keyof Omit<Second, 'at'> {
	if (status === 429) return 'limited';
	return delivery === 'answer' && status < 300 ? 'received' : 'failed';
}

function secondsOf(pushes: LogEntry[], now: number): Second[] {
	const last = Math.floor(now / 1000);
	const first = last - SECONDS_SHOWN + 1;
	const seconds = Array.from({ length: SECONDS_SHOWN }, (_, index) => ({
		at: (first + index) * 1000,
		received: 0,
		limited: 0,
		failed: 0,
	}));
	for (const entry of pushes) {
		const second = seconds[Math.floor(entry.at / 1000) - first] as Second | undefined;
		if (second) second[outcomeOf(entry)]++;
	}
	return seconds;
}

function rowOf(entry: LogEntry): OverviewRequest {
	const { at, method, path, status, delivery, requestId, sentId } = entry;
	const { type, taken, bytes, recordIds } = entry;
	return {
		at,
		method,
		path,
		status,
		delivery,
		requestId,
		sentId,
		type,
		taken,
		bytes,
		records: recordIds.length,
	};
}

/** @param now ms since the epoch */
export function overviewOf(account: AccountServer, now: number): Overview {
	const { log, store, options } = account;
	const pushes = log.filter(({ path }) => path === '/push');
	const statuses: Record<string, number> = {};
	for (const { status, delivery } of log) {
		const shown = delivery === 'answer' ? String(status) : 'none';
		statuses[shown] = (statuses[shown] ?? 0) + 1;
	}
	const received = (entries: LogEntry[]) => entries.reduce((sum, { taken }) => sum + taken, 0);
	const errors = account.visibleErrors(now);
	return {
		now,
		requests: log.length,
		pushes: pushes.length,
		statuses,
		recordsReceived: received(pushes),
		recordsStored: store.count(),
		errorsListed: errors.length,
		dropped: account.dropped,
		types: RECORD_TYPES.map((type) => ({
			type,
			received: received(pushes.filter((entry) => entry.type === type)),
			stored: store.count(type),
		})),
		limit: {
			...options.pushLimit,
			used: pushes.filter((entry) => entry.at > now - 1000 && outcomeOf(entry) === 'received')
				.length,
		},
		seconds: secondsOf(pushes, now),
		latest: log.slice(-ROWS_SHOWN).reverse().map(rowOf),
		errors: errors.slice(0, ROWS_SHOWN),
		faults: account.faults.pending(),
		options: {
			token: options.token,
			latencyMs: options.latencyMs,
			errorDelayMs: options.errorDelayMs,
			errorShape: options.errorShape,
			rejectEvery: options.rejectEvery,
		},
	};
}
