import { z } from 'zod';

import { PAGE_SIZE } from '../transport/pagination';
import type { Row } from '../transport/rows';

/** Members of a segment that are remembered at most: some 200 KB in the node's static data. */
export const MAX_MEMBERS = 10_000;

/**
 * Rows that each page repeats of the one before. A page that repeats none may have left members out:
 * when members leave while pages are read, those behind them move to earlier pages. (Lists are in
 * the order of internal IDs by default: documented.)
 */
const OVERLAP = 10;

/**
 * Fields that hold a member's ID, the best first. The rows' shape is not documented: `profile_id` is
 * by a connector's schema, profiles and contacts have the others.
 */
const ID_FIELDS = ['profile_id', '@profile_id', 'id'] as const;
type IdField = (typeof ID_FIELDS)[number];

const stateSchema = z.object({
	version: z.literal(1),
	segmentId: z.string(),
	/** Undefined until a member was read. */
	idField: z.enum(ID_FIELDS).optional(),
	/** Whether no reading was completed yet, so that no member is new. */
	isFirst: z.boolean(),
	/** IDs of known members that the present reading has not reached yet. */
	awaited: z.array(z.string()),
	/** IDs of members that the present reading has reached. */
	reached: z.array(z.string()),
	/** Where the present reading goes on; 0 before its first page. */
	offset: z.number().int().nonnegative(),
});

/** What a trigger knows of a segment's members; plain JSON, kept in the node's static data. */
export type SegmentState = z.infer<typeof stateSchema>;

/** Reads a stored state; undefined when there is none, or it is not one of ours. */
export function readSegmentState(stored: unknown): SegmentState | undefined {
	const parsed = stateSchema.safeParse(stored);
	return parsed.success ? parsed.data : undefined;
}

/** Why a segment cannot be compared. */
export type ReadingProblem = 'noIds' | 'tooMany' | 'noPages';

export type PageResult = { entered: Row[]; isComplete: boolean } | { problem: ReadingProblem };

function idOf(row: Row, field: string | undefined): string | undefined {
	const id = field === undefined ? undefined : row[field];
	return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** Compares the members of a segment, read page by page over one or more polls, with those known before. */
export class SegmentReading {
	private readonly awaited: Set<string>;
	private readonly reached: Set<string>;
	private idField: IdField | undefined;
	private isFirst: boolean;
	private nextOffset: number;

	/** @param stored undefined at the first activation: all members are then known without being new */
	constructor(
		private readonly segmentId: string,
		stored: SegmentState | undefined,
	) {
		this.awaited = new Set(stored?.awaited);
		this.reached = new Set(stored?.reached);
		this.idField = stored?.idField;
		this.isFirst = stored?.isFirst ?? true;
		this.nextOffset = stored?.offset ?? 0;
	}

	/** Of the next page, whose limit is `PAGE_SIZE`. */
	get offset(): number {
		return this.nextOffset;
	}

	/** Takes the next page; one that is not full is the last. */
	takePage(rows: readonly Row[]): PageResult {
		const isLast = rows.length !== PAGE_SIZE;
		const entered: Row[] = [];
		let repeated = 0;
		for (const row of rows) {
			this.idField ??= ID_FIELDS.find((field) => idOf(row, field) !== undefined);
			const id = idOf(row, this.idField);
			if (id === undefined) return { problem: 'noIds' };
			if (this.reached.has(id)) {
				repeated++;
				continue;
			}
			if (!this.awaited.delete(id) && !this.isFirst) entered.push(row);
			this.reached.add(id);
		}
		if (this.reached.size > MAX_MEMBERS) return { problem: 'tooMany' };
		if (!isLast && repeated === rows.length) return { problem: 'noPages' };
		if (this.nextOffset > 0 && repeated === 0) {
			this.startAgain();
			return { entered, isComplete: false };
		}
		this.nextOffset += rows.length - (isLast ? 0 : OVERLAP);
		return { entered, isComplete: isLast };
	}

	/** Ends a complete reading; returns the IDs of those who left, by the name of the rows' field. */
	complete(): Array<Record<string, string>> {
		const { idField = ID_FIELDS[0] } = this;
		const left = this.isFirst ? [] : Array.from(this.awaited, (id) => ({ [idField]: id }));
		this.awaited.clear();
		this.isFirst = false;
		this.startAgain();
		return left;
	}

	/** Members that were reached stay known. */
	private startAgain(): void {
		for (const id of this.reached) this.awaited.add(id);
		this.reached.clear();
		this.nextOffset = 0;
	}

	state(): SegmentState {
		const { segmentId, idField, isFirst, nextOffset: offset } = this;
		return {
			version: 1,
			segmentId,
			...(idField !== undefined && { idField }),
			isFirst,
			awaited: [...this.awaited],
			reached: [...this.reached],
			offset,
		};
	}
}
