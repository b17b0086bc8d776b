import { z } from 'zod';

import { fingerprint } from '../utils/fingerprint';

/**
 * Rows that each page repeats of the one before. A page whose first row was not read just before may
 * have left rows out: when rows leave a list while it is read, those behind them move to earlier
 * pages. (Lists are in the order of internal IDs by default: documented.)
 */
const OVERLAP = 10;

/** How far a walk goes back where rows may have been left out. */
const STEP_BACK = 250;

/** Rows read last, among which the first row of the next page has to be. */
const RECENT = 2 * STEP_BACK;

/** A list that moves so far that it has to be begun again so often cannot be read without doubt. */
const MOST_BEGINNINGS = 3;

/**
 * Rows in a row that were all among those read just before: more than going back can bring. The server
 * then gives the same rows in another order.
 */
const MOST_KNOWN = 2 * RECENT;

/** Identical pages in a row after which the list has ended: some servers give the last page for ever. */
const SAME_IN_A_ROW = 3;

/**
 * Sizes to which servers commonly cut a page, though a larger one was asked for. A page of such a size
 * may not be the last; reading on shows it.
 */
const COMMON_CAPS = new Set([20, 25, 50, 100, 200]);

export const walkSchema = z.object({
	/** Rows before the next page. */
	offset: z.number().int().nonnegative(),
	/** How often the walk began again, as the list had moved too far. */
	beginnings: z.number().int().nonnegative(),
	/** A hash of the first page; undefined before it was read. */
	firstPage: z.string().optional(),
	/** Whether a page did not begin where it was expected. */
	isShifted: z.literal(true).optional(),
});

/** Where a walk stands; plain JSON, so that the next poll can go on. */
export type WalkState = z.infer<typeof walkSchema>;

export const START: WalkState = { offset: 0, beginnings: 0 };

/**
 * What a page shows:
 * - `next`: its rows are the next ones, and there may be more
 * - `last`: its rows are the last ones
 * - `moved`: rows may have been left out before it; it is not to be used, and the walk goes back
 * - `noPages`: the same rows come again, so the server ignores the offset
 */
export type Step = 'next' | 'last' | 'moved' | 'noPages';

/** Walks through the pages of a list that may change meanwhile, without leaving rows out. */
export class PageWalk {
	private offsetNow: number;
	private beginnings: number;
	private firstPage: string | undefined;
	private shifted: true | undefined;
	private lastPage: string | undefined;
	private sameInARow = 1;
	private firstWasLarger = false;
	private overlap = OVERLAP;
	/** Rows since the last one that was not among those read just before. */
	private known = 0;
	/** Rows of the next page that may have been read. */
	private repeated = 0;
	/** Keys of the rows read last, oldest first. */
	private recent: readonly string[];

	/** @param read keys of the rows read so far, oldest first; the last ones are enough */
	constructor(
		{ offset, beginnings, firstPage, isShifted }: WalkState,
		read: readonly string[] = [],
	) {
		this.offsetNow = offset;
		this.beginnings = beginnings;
		this.firstPage = firstPage;
		this.shifted = isShifted;
		this.recent = read.slice(-RECENT);
	}

	get offset(): number {
		return this.offsetNow;
	}

	/** How many rows of the next page may have been read before. */
	get repeats(): number {
		return this.repeated;
	}

	/** Whether pages are taken as they come, though rows may be left out: the list moved too often. */
	get isDoubtful(): boolean {
		return this.beginnings > MOST_BEGINNINGS;
	}

	/**
	 * Whether rows came or left before a page. In a list by time of change, rows that change again move
	 * to its end while it is read: those behind them may then have been left out, which only the next
	 * walk shows.
	 */
	get isShifted(): boolean {
		return this.shifted === true;
	}

	/**
	 * Takes the next page.
	 *
	 * @param keys of its rows: equal keys are the same row
	 * @param size how many rows were asked for
	 */
	take(keys: readonly string[], size: number): Step {
		const page = fingerprint(keys);
		if (this.offsetNow > 0 && keys.length > 0 && page === this.firstPage) {
			// A server that ignores the limit, too, has given everything at once.
			return this.firstWasLarger ? 'last' : 'noPages';
		}
		if (this.offsetNow > 0 && keys[0] !== this.recent.at(-this.overlap)) this.shifted = true;
		if (this.isGap(keys)) return this.goBack();
		if (this.offsetNow === 0) {
			this.firstPage = page;
			this.firstWasLarger = keys.length > size;
		}
		this.sameInARow = page === this.lastPage ? this.sameInARow + 1 : 1;
		this.lastPage = page;
		const isLast = keys.length < size && !COMMON_CAPS.has(keys.length);
		if (isLast || this.sameInARow >= SAME_IN_A_ROW) return 'last';
		const before = new Set(this.recent);
		this.known = keys.every((key) => before.has(key)) ? this.known + keys.length : 0;
		if (this.known > MOST_KNOWN) return 'noPages';
		this.recent = [...this.recent, ...keys].slice(-RECENT);
		this.overlap = Math.min(OVERLAP, Math.floor(keys.length / 2));
		this.offsetNow += keys.length - this.overlap;
		this.repeated = this.overlap;
		return 'next';
	}

	private isGap(keys: readonly string[]): boolean {
		if (this.offsetNow === 0 || this.overlap === 0 || this.isDoubtful) return false;
		return keys.length === 0 || !this.recent.includes(keys[0]);
	}

	private goBack(): 'moved' {
		this.offsetNow = Math.max(this.offsetNow - STEP_BACK, 0);
		this.repeated = Infinity;
		if (this.offsetNow === 0) {
			this.beginnings++;
			this.recent = [];
		}
		return 'moved';
	}

	state(): WalkState {
		return {
			offset: this.offsetNow,
			beginnings: this.beginnings,
			...(this.firstPage !== undefined && { firstPage: this.firstPage }),
			...(this.shifted && { isShifted: true }),
		};
	}
}
