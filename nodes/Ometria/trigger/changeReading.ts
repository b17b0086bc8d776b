import { PageWalk, START, type Step } from '../transport/pageWalk';
import type { Row } from '../transport/rows';
import {
	type AnswerTime,
	beganAt,
	type ChangeCursor,
	OVERLAP_MS,
	SHORT_OVERLAP_MS,
} from './changeCursor';
import type { ChangeEvent } from './changeEvent';
import type { Warn } from './notices';
import { keyOf, RowMemory, type RowState } from './rowMemory';

/**
 * Rows remembered at most while the readings go back over the whole overlap: some 400 KB in the node's
 * static data.
 */
export const USUAL_ROWS = 25_000;

/**
 * Rows of one reading remembered at most: some 800 KB in the node's static data. Of more, those that
 * change while they are read may be emitted twice.
 */
export const MOST_ROWS = 50_000;

/** Compares the rows of a list, read page by page over one or more polls, with those emitted before. */
export class ChangeReading {
	private readonly memory: RowMemory;
	private readonly walk: PageWalk;
	/** Keys of the rows that this reading has read. */
	private readonly read: Set<string>;
	private readonly earlier: Set<string>;
	private beganMs: number | undefined;
	private aheadMs: number | undefined;
	private readonly newRows: Row[] = [];

	constructor(
		private readonly before: ChangeCursor,
		private readonly event: Pick<ChangeEvent, 'stateOf' | 'earlierIdentity' | 'plural'>,
		private readonly warn: Warn,
	) {
		const { rows, unfinished, earlier } = before;
		this.memory = new RowMemory(rows);
		const read = this.memory.last(unfinished?.read ?? 0);
		this.read = new Set(read);
		this.walk = new PageWalk(unfinished?.walk ?? START, read);
		this.beganMs = unfinished?.beganMs;
		this.aheadMs = before.aheadMs;
		this.earlier = new Set(earlier);
	}

	/** Of the next page. */
	get offset(): number {
		return this.walk.offset;
	}

	/** Rows that have not been emitted, in the order of the list. */
	get found(): readonly Row[] {
		return this.newRows;
	}

	/**
	 * Takes the next page.
	 *
	 * @param size how many rows were asked for
	 */
	takePage(rows: readonly Row[], size: number, answer: AnswerTime): Step {
		if (this.beganMs === undefined) {
			const { warn, aheadMs: known } = this;
			({ beganMs: this.beganMs, aheadMs: this.aheadMs } = beganAt(answer, known, warn));
		}
		const states = this.statesOf(rows);
		const keys = states.map(keyOf);
		const step = this.walk.take(keys, size);
		if (step === 'moved' || step === 'noPages') return step;
		for (const [index, row] of rows.entries()) {
			const isNew = this.memory.take(states[index]);
			this.read.add(keys[index]);
			if (isNew && !this.isOld(row)) this.newRows.push(row);
		}
		return step;
	}

	private get clocks(): Pick<ChangeCursor, 'aheadMs'> {
		return this.aheadMs === undefined ? {} : { aheadMs: this.aheadMs };
	}

	private isOld(row: Row): boolean {
		if (this.before.isFirst) return true;
		return this.earlier.size > 0 && this.earlier.has(this.event.earlierIdentity(row));
	}

	/** Rows that share an ID in one answer are different things: each is known by its content. */
	private statesOf(rows: readonly Row[]): RowState[] {
		const states = rows.map(this.event.stateOf);
		const first = new Map<string, string>();
		const shared = new Set<string>();
		for (const { id, state } of states) {
			if ((first.get(id) ?? state) !== state) shared.add(id);
			first.set(id, state);
		}
		return states.map((own) => (shared.has(own.id) ? { id: own.state, state: own.state } : own));
	}

	/** The cursor where reading goes on with the next poll. */
	interrupted(): ChangeCursor {
		const { beganMs, before } = this;
		if (beganMs === undefined) return before;
		return {
			...before,
			...this.clocks,
			rows: this.memory.text(MOST_ROWS),
			unfinished: { beganMs, read: this.read.size, walk: this.walk.state() },
		};
	}

	/**
	 * The cursor after the last page.
	 *
	 * @param localMs n8n's clock
	 * @param isCut whether there may be more rows than could be read
	 */
	complete(localMs: number, isCut = false): ChangeCursor {
		if (this.walk.isDoubtful) this.warn('moved', this.event.plural);
		const { read, before, beganMs = localMs } = this;
		// Everything listed from the next position on must be in the memory, or it would be emitted
		// again. So where there is much, the next reading begins later.
		const isShort = isCut || read.size > USUAL_ROWS;
		const next = isShort ? Math.min(beganMs, localMs) - SHORT_OVERLAP_MS : beganMs - OVERLAP_MS;
		// A row that the list has moved out of reach is found by the next reading, if that goes back as far.
		const isHeld = this.walk.isShifted && !isShort;
		const sinceMs = isHeld ? (before.nextMs ?? before.sinceMs) : next;
		return {
			sinceMs: Math.max(before.sinceMs, sinceMs),
			...(isHeld && { nextMs: next }),
			...this.clocks,
			rows: this.memory.text(Math.min(Math.max(read.size, USUAL_ROWS), MOST_ROWS)),
		};
	}
}
