import { z } from 'zod';

import { PageWalk, START, walkSchema } from '../transport/pageWalk';
import type { Row } from '../transport/rows';
import { COLLECTION_FIELDS, collectionOf } from './collection';
import type { MemberIds } from './memberIds';

/** Members of a segment that are remembered at most. */
export const MAX_MEMBERS = 10_000;

/** Bytes of their IDs that are kept in the node's static data at most. */
export const MAX_BYTES = 1_000_000;

/**
 * Where more than half of at least so many members are gone at once, the next reading has to find the
 * same: lists are empty now and then for other reasons.
 */
const MANY = 20;

/**
 * Fields that hold a member's ID, the best first. The rows' shape is not documented: `profile_id` is
 * by a connector's schema, profiles and contacts have the others.
 */
const ID_FIELDS = ['profile_id', '@profile_id', 'id'] as const;
type IdField = (typeof ID_FIELDS)[number];

/** Between an ID and its collection. */
const SEPARATOR = '\n';

const stateSchema = z.object({
	version: z.literal(2),
	/** Undefined until a member was read. */
	idField: z.enum(ID_FIELDS).optional(),
	/** Undefined while no row names its collection. */
	collectionField: z.enum(COLLECTION_FIELDS).optional(),
	/** Whether no reading was completed yet, so that no member is new. */
	isFirst: z.boolean(),
	/** How many members the last complete reading left. */
	known: z.number().int().nonnegative(),
	/** Known members that the present reading has not reached yet. */
	awaited: z.array(z.string()),
	/** Members that the present reading has reached, in its order. */
	reached: z.array(z.string()),
	/** Members that the last complete reading did not find, and that count until the next one. */
	missing: z.array(z.string()),
	/** Where the present reading goes on. */
	walk: walkSchema,
});

/** What a trigger knows of a segment's members; plain JSON, kept in the node's static data. */
export type SegmentState = z.infer<typeof stateSchema>;

/** As it was stored before; the segment stood in it. */
const version1Schema = z.object({
	version: z.literal(1),
	segmentId: z.string(),
	idField: z.enum(ID_FIELDS).optional(),
	isFirst: z.boolean(),
	awaited: z.array(z.string()),
	reached: z.array(z.string()),
});

/** Reads a stored state; undefined when it is not one of ours, or of another segment. */
export function readSegmentState(stored: unknown, segmentId: string): SegmentState | undefined {
	const version1 = version1Schema.safeParse(stored);
	if (version1.success) {
		const { segmentId: own, idField, isFirst, awaited, reached } = version1.data;
		const members = [...awaited, ...reached];
		if (own !== segmentId) return undefined;
		return {
			version: 2,
			...(idField !== undefined && { idField }),
			isFirst,
			known: members.length,
			awaited: members,
			reached: [],
			missing: [],
			walk: START,
		};
	}
	const parsed = stateSchema.safeParse(stored);
	return parsed.success ? parsed.data : undefined;
}

/** Why a segment cannot be compared. */
export type ReadingProblem = 'noIds' | 'tooMany' | 'tooLarge' | 'noPages';

export type PageResult = { entered: Row[]; isComplete: boolean } | { problem: ReadingProblem };

/** What a complete reading has found, beside those who entered. */
export interface Departures {
	/** Of each who left: the ID, and the collection where it was named. */
	left: Row[];
	/** How many are missing and count until the next reading. */
	missing: number;
	/** Whether the list changed too often for anybody to be taken for gone. */
	isDoubtful: boolean;
}

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** What an item about a member who left has, of a row of the list. */
export function departureOf(row: Row): Row {
	const id = ID_FIELDS.find((field) => textOf(row[field]) !== undefined);
	const collection = COLLECTION_FIELDS.find((field) => row[field] !== undefined);
	return {
		...(id !== undefined && { [id]: textOf(row[id]) }),
		...(collection !== undefined && { [collection]: row[collection] }),
	};
}

/** Compares the members of a segment, read page by page over one or more polls, with those known before. */
export class SegmentReading {
	private readonly awaited: Set<string>;
	private readonly reached: Set<string>;
	private missing: Set<string>;
	private idField: IdField | undefined;
	private collectionField: SegmentState['collectionField'];
	private isFirst: boolean;
	private known: number;
	private bytes = 0;
	private walk: PageWalk;
	private namedMembers: ReadonlyMap<string, readonly string[]> | undefined;

	/** @param stored undefined at the first activation: all members are then known without being new */
	constructor(
		stored: SegmentState | undefined,
		private readonly ids: MemberIds,
	) {
		const shown = (members: readonly string[] = []) => members.map((id) => ids.show(id));
		this.awaited = new Set(shown(stored?.awaited));
		this.reached = new Set(shown(stored?.reached));
		this.missing = new Set(shown(stored?.missing));
		this.idField = stored?.idField;
		this.collectionField = stored?.collectionField;
		this.isFirst = stored?.isFirst ?? true;
		this.known = stored?.known ?? 0;
		this.walk = new PageWalk(stored?.walk ?? START, [...this.reached]);
		for (const member of this.reached) this.bytes += Buffer.byteLength(member);
	}

	/** Of the next page. */
	get offset(): number {
		return this.walk.offset;
	}

	/**
	 * Takes the next page.
	 *
	 * @param size how many rows were asked for
	 */
	takePage(rows: readonly Row[], size: number): PageResult {
		const members = rows.map((row) => this.memberOf(row));
		if (!members.every((member) => member !== undefined)) return { problem: 'noIds' };
		const step = this.walk.take(members, size);
		if (step === 'noPages') return { problem: 'noPages' };
		const entered: Row[] = [];
		if (step === 'moved') return { entered, isComplete: false };
		for (const [index, member] of members.entries()) {
			if (!this.reached.delete(member)) {
				if (!this.wasKnown(member) && !this.isFirst) entered.push(rows[index]);
				this.bytes += Buffer.byteLength(member);
			}
			this.reached.add(member);
		}
		if (this.reached.size > MAX_MEMBERS) return { problem: 'tooMany' };
		if (this.bytes > MAX_BYTES) return { problem: 'tooLarge' };
		return { entered, isComplete: step === 'last' };
	}

	/** Ends a complete reading. */
	complete(): Departures {
		const { isDoubtful } = this.walk;
		const gone = [...this.awaited];
		if (this.isFirst || isDoubtful) {
			const kept = isDoubtful ? gone : [];
			this.end(kept, this.missing);
			return { left: [], missing: 0, isDoubtful };
		}
		const isSudden = this.known >= MANY && gone.length > this.known / 2;
		const left = [...this.missing, ...(isSudden ? [] : gone)];
		this.end([], new Set(isSudden ? gone : []));
		return {
			left: left.map((member) => this.rowOf(member)),
			missing: this.missing.size,
			isDoubtful,
		};
	}

	/** Begins with the first page again; who was reached stays known. */
	startAgain(): void {
		for (const member of this.reached) this.awaited.add(member);
		this.reached.clear();
		this.namedMembers = undefined;
		this.bytes = 0;
		this.walk = new PageWalk(START);
	}

	private end(kept: readonly string[], missing: Set<string>): void {
		this.awaited.clear();
		for (const member of kept) this.awaited.add(member);
		this.missing = missing;
		this.isFirst = false;
		this.startAgain();
		this.known = this.awaited.size + this.missing.size;
	}

	private wasKnown(member: string): boolean {
		if (this.awaited.delete(member) || this.missing.delete(member)) return true;
		const [id, collection] = member.split(SEPARATOR);
		// A list may begin to name collections, and stop.
		const others = collection === undefined ? (this.namedBefore.get(id) ?? []) : [id];
		const known = others.filter(
			(other) => this.awaited.delete(other) || this.missing.delete(other),
		);
		return known.length > 0;
	}

	/** Members that were known with a collection when this was first asked for, by their ID. */
	private get namedBefore(): ReadonlyMap<string, readonly string[]> {
		if (this.namedMembers) return this.namedMembers;
		const named = new Map<string, string[]>();
		for (const member of [...this.awaited, ...this.missing]) {
			const [id, collection] = member.split(SEPARATOR);
			if (collection !== undefined) named.set(id, [...(named.get(id) ?? []), member]);
		}
		this.namedMembers = named;
		return named;
	}

	/** One ID in two collections is two members. */
	private memberOf(row: Row): string | undefined {
		this.idField ??= ID_FIELDS.find((field) => textOf(row[field]) !== undefined);
		const id = this.idField && textOf(row[this.idField]);
		const collection = collectionOf(row);
		if (id === undefined || collection === undefined) return id;
		this.collectionField ??= COLLECTION_FIELDS.find((field) => row[field] === collection);
		return `${id}${SEPARATOR}${collection}`;
	}

	private rowOf(member: string): Row {
		const { idField = ID_FIELDS[0], collectionField = COLLECTION_FIELDS[0] } = this;
		const [id, collection] = member.split(SEPARATOR);
		return { [idField]: id, ...(collection !== undefined && { [collectionField]: collection }) };
	}

	state(): SegmentState {
		const { idField, collectionField, isFirst, known } = this;
		const hidden = (members: Iterable<string>) => Array.from(members, (id) => this.ids.hide(id));
		return {
			version: 2,
			...(idField !== undefined && { idField }),
			...(collectionField !== undefined && { collectionField }),
			isFirst,
			known,
			awaited: hidden(this.awaited),
			reached: hidden(this.reached),
			missing: hidden(this.missing),
			walk: this.walk.state(),
		};
	}
}
