import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import { isObject } from '../utils/json';
import { type NoticeKey, Notices, noticesSchema, type Warn } from './notices';

/** A trigger that a person activates after a longer time begins again, ms. */
const LONGEST_INACTIVE_MS = 30 * 24 * 3_600_000;

/** What is stored for an event, since version 0.2.0. */
const storedSchema = z.object({
	version: z.literal(2),
	/** What the position belongs to, beside the event: the account, the segment. */
	sources: z.record(z.string(), z.string()),
	/** When it was stored, on n8n's clock, ms. */
	storedMs: z.number(),
	notices: noticesSchema,
	position: z.unknown(),
});

/** What an event is read from; a position is of no use for another one. */
export interface Sources {
	account: string;
	segment?: string;
}

const SOURCES = ['account', 'segment'] as const;

/** What a poll has at hand, beside Ometria. */
export interface PollState {
	/** The node's static data; what is written to it, n8n stores when a poll emits items. */
	staticData: IDataObject;
	/** n8n's clock, ms. */
	nowMs: number;
	/** Whether a person has just activated the workflow. */
	isActivation: boolean;
	/** Whether a warning that waits for an item may become a separate one. */
	warnAlone: boolean;
	log: (text: string) => void;
}

interface Event<T> {
	/** Its key in the static data, and those of the other events. */
	key: string;
	otherKeys: readonly string[];
	/** What is not reported after a new beginning: "orders". */
	plural: string;
	sources: Sources;
	/** Reads a position, also one of version 0.1.0; undefined when it is none. */
	read: (position: unknown, warn: Warn) => T | undefined;
}

/** What the trigger remembers of an event, from the beginning of a poll to its end. */
export class Stored<T> {
	/** Undefined at the first poll, and where the trigger begins again. */
	readonly position: T | undefined;
	readonly notices: Notices;
	private readonly before: string | undefined;

	constructor(
		private readonly state: PollState,
		private readonly event: Event<T>,
	) {
		const { staticData, nowMs, log } = state;
		const stored: unknown = staticData[event.key];
		this.before = JSON.stringify(stored);
		const parsed = storedSchema.safeParse(stored);
		this.notices = new Notices(parsed.success ? parsed.data.notices : [], nowMs, log);
		const beginAgain = this.reasonToBeginAgain(parsed.success ? parsed.data : undefined);
		if (beginAgain) {
			this.notices.add(beginAgain, event.plural);
			return;
		}
		if (stored === undefined || stored === null) return;
		this.position = event.read(parsed.success ? parsed.data.position : stored, this.notices.add);
		if (!this.position) this.notices.add('unreadable', event.plural);
	}

	private reasonToBeginAgain(
		stored: z.infer<typeof storedSchema> | undefined,
	): NoticeKey | undefined {
		const { key, otherKeys, sources } = this.event;
		const { staticData, nowMs, isActivation } = this.state;
		if (staticData[key] === undefined) {
			return otherKeys.some((other) => staticData[other] !== undefined) ? 'event' : undefined;
		}
		// Version 0.1.0 did not store what its positions belong to.
		if (!stored) return undefined;
		const changed = SOURCES.find((source) => stored.sources[source] !== sources[source]);
		if (changed) return changed;
		return isActivation && nowMs - stored.storedMs > LONGEST_INACTIVE_MS ? 'inactive' : undefined;
	}

	/** Whether another poll has ended since this one began: n8n lets polls overlap. */
	get isOverlapped(): boolean {
		return JSON.stringify(this.state.staticData[this.event.key]) !== this.before;
	}

	/**
	 * Ends the poll: stores the position, and gives what starts an execution. Nothing may be awaited
	 * between a look at `isOverlapped` and this.
	 *
	 * @returns the items with what the user should know, or null when there are none
	 */
	end(position: T, items: INodeExecutionData[]): INodeExecutionData[][] | null {
		const { staticData, warnAlone, nowMs } = this.state;
		const { key, otherKeys, sources } = this.event;
		const output = this.withWarning(items, warnAlone);
		const facts = { sources: { ...sources }, notices: this.notices.left(), position };
		// n8n stores data that was written to, even when it is the same.
		if (JSON.stringify(facts) !== factsOf(staticData[key])) {
			staticData[key] = { version: 2, storedMs: nowMs, ...facts };
		}
		for (const other of otherKeys) {
			if (staticData[other] !== undefined) Reflect.deleteProperty(staticData, other);
		}
		return output.length > 0 ? [output] : null;
	}

	private withWarning(items: INodeExecutionData[], warnAlone: boolean): INodeExecutionData[] {
		if (items.length > 0) {
			const warning = this.notices.take();
			if (warning === undefined) return items;
			const [{ json, ...first }, ...rest] = items;
			return [{ ...first, json: { ...json, warning } }, ...rest];
		}
		const warning = warnAlone && this.notices.isOverdue ? this.notices.take() : undefined;
		return warning === undefined ? [] : [{ json: { warning } }];
	}
}

function factsOf(stored: unknown): string {
	if (!isObject(stored)) return '';
	const { sources, notices, position } = stored;
	return JSON.stringify({ sources, notices, position });
}

/**
 * The error of a manual test that has nothing to show.
 *
 * @param message what there is none of
 * @param coming what starts the workflow, plural: "new ones"
 */
export function noSamples(node: INode, message: string, coming: string): NodeOperationError {
	return new NodeOperationError(node, message, {
		description: `Nothing is wrong: there is no sample to show yet. Activate the workflow to receive ${coming}.`,
	});
}
