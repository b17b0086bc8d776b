import type { Clock } from '../n8n/clock';
import type { ErrorsAnswer } from '../pushErrors/fetchErrors';
import type { PushError } from '../pushErrors/pushError';
import type { Received } from './outcome';

/** Rejections after which the list is read during the run, before newer errors push them out. */
const READ_AFTER_REJECTIONS = 50;

/** Waits before the readings at the end of a run, ms: errors appear with an unknown delay. */
const FINAL_READS_MS = [0, 1000, 2000];

/**
 * Finds out which records Ometria rejected: its answer to a push only counts them, its error list
 * names them (documented; that it also names records rejected on receipt is not known).
 */
export class Rejections {
	private readonly found = new Map<string, Map<string, PushError>>();
	/** Rejections counted per request, and not yet all named. */
	private readonly open = new Map<string, number>();
	private unread = 0;
	private reading: Promise<void> | undefined;
	/** What the list was like, over all readings. */
	readonly seen: { windowFull: boolean; withoutRequest: number; unread: string | undefined } = {
		windowFull: false,
		withoutRequest: 0,
		unread: undefined,
	};

	/**
	 * @param fetch fetches the error list
	 * @param keepAll whether errors of requests that rejected nothing on receipt are kept, too
	 */
	constructor(
		private readonly fetch: () => Promise<ErrorsAnswer>,
		private readonly clock: Clock,
		private readonly signal: AbortSignal | undefined,
		private readonly keepAll: boolean,
	) {}

	/** Notes an answer; reads the list when there are enough rejections. */
	note({ answer: { requestId, rejected } }: Received): void {
		if (requestId === undefined || !rejected) return;
		this.open.set(requestId, rejected);
		this.unread += rejected;
		if (this.unread >= READ_AFTER_REJECTIONS) void this.read();
	}

	/** Reads the list, again after a short while when it does not name all rejections yet. */
	async finish(): Promise<void> {
		for (const wait of FINAL_READS_MS) {
			await this.reading;
			if (this.open.size === 0 || this.signal?.aborted) return;
			await this.clock.sleep(wait, this.signal);
			await this.read();
		}
	}

	/** Entries of the error list with this request id. */
	of(requestId: string | undefined): PushError[] {
		return requestId === undefined ? [] : [...(this.found.get(requestId)?.values() ?? [])];
	}

	/** Reads the list once; a reading that is under way is waited for instead. */
	async read(): Promise<void> {
		this.unread = 0;
		this.reading ??= this.readList().finally(() => (this.reading = undefined));
		await this.reading;
	}

	private async readList(): Promise<void> {
		const list = await this.fetch();
		// What cannot be read stays unnamed, and is reported as such.
		this.seen.unread = list.ok ? undefined : list.message;
		if (!list.ok) return;
		this.seen.windowFull ||= list.windowFull;
		const nameless = list.errors.filter(({ requestId }) => requestId === undefined).length;
		this.seen.withoutRequest = Math.max(this.seen.withoutRequest, nameless);
		for (const error of list.errors) {
			const { requestId } = error;
			if (requestId === undefined || !(this.keepAll || this.open.has(requestId))) continue;
			const known = this.found.get(requestId) ?? new Map<string, PushError>();
			this.found.set(requestId, known);
			known.set(JSON.stringify([error.recordId, error.path, error.message]), error);
		}
		for (const [requestId, count] of this.open) {
			const named = new Set(
				[...(this.found.get(requestId)?.values() ?? [])].map((e) => e.recordId),
			);
			if (named.size >= count) this.open.delete(requestId);
		}
	}
}
