import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Clock } from '../../nodes/Ometria/n8n/clock';
import type { HttpOutcome } from '../../nodes/Ometria/transport/httpOutcome';
import type { Poll } from '../../nodes/Ometria/trigger/poll';
import { answered, type Call, virtualSession } from './session';
import { TEST_NODE } from './testNode';
import { VirtualClock } from './virtualClock';

/** How n8n loses what a poll has brought, if it ends at that moment. */
export type Ending = 'none' | 'beforeEmit' | 'beforeSave';

/** What may go wrong with a request. */
export type RequestFault = 'none' | 'unavailable' | 'forbidden' | 'reset' | 'slow';

export interface PollRecord {
	startedMs: number;
	endedMs: number;
	/** What is stored before and after it, as text. */
	before: string;
	after: string;
	/** Undefined when the poll failed. */
	items: INodeExecutionData[] | null | undefined;
}

/** Gives the rows of an answer, or the status of one without any. */
type Serve = (query: Record<string, unknown>, call: Call) => unknown[] | number;

/**
 * n8n with one polling trigger, in virtual time, with its own rules: polls can overlap, what they
 * remember lives in memory, and is saved when a poll emits items or the workflow is activated.
 */
export class PollingN8n {
	readonly clock = new VirtualClock();
	readonly emitted: Array<{ atMs: number; items: INodeExecutionData[] }> = [];
	readonly polls: PollRecord[] = [];
	readonly log: string[] = [];
	/** What goes wrong with the next requests, in their order. */
	faults: RequestFault[] = [];
	/** `Date` headers of the next answers instead of the server's clock; undefined is right. */
	dates: Array<string | undefined> = [];
	/** How far the server's clock is ahead, ms. */
	skewMs = 0;
	/** How far n8n's own clock is off, ms. */
	offMs = 0;
	accessToken = 'token';
	private live: IDataObject = {};
	private saved = '{}';
	private process = 0;

	constructor(
		private readonly serve: Serve,
		private readonly poll: (poll: Poll) => Promise<INodeExecutionData[][] | null>,
		private readonly budgetMs = 34_000,
	) {}

	get serverMs(): number {
		return this.clock.now() + this.skewMs;
	}

	get stored(): IDataObject {
		return this.live;
	}

	set stored(data: IDataObject) {
		this.live = data;
		this.saved = JSON.stringify(data);
	}

	/** The process ends, and another one starts with what is saved. */
	restart(): void {
		this.process++;
		this.live = JSON.parse(this.saved) as IDataObject;
	}

	async activate(): Promise<void> {
		const items = await this.run('none', true);
		if (items !== undefined) this.saved = JSON.stringify(this.live);
	}

	/** @returns items, null for none, undefined when the poll failed or its process has ended */
	async run(
		ending: Ending = 'none',
		isActivation = false,
	): Promise<INodeExecutionData[] | null | undefined> {
		const { process, clock } = this;
		const { offMs } = this;
		const ownClock: Clock = {
			now: () => clock.now() + offMs,
			sleep: async (ms, signal) => await clock.sleep(ms, signal),
		};
		const { session } = virtualSession(ownClock, (call) => this.answer(call));
		const staticData = this.live;
		const before = JSON.stringify(staticData);
		const startedMs = clock.now();
		const result = await this.poll({
			session: { ...session, account: { ...session.account, key: this.accessToken } },
			node: TEST_NODE,
			timeMs: this.budgetMs,
			isManual: false,
			state: {
				staticData,
				nowMs: ownClock.now(),
				isActivation,
				warnAlone: false,
				log: (text) => void this.log.push(text),
			},
		}).then(
			(outputs) => ({ items: outputs?.[0] ?? null }),
			(error: unknown) => ({ error }),
		);
		if ('error' in result) {
			const { name, message, stack } = result.error as Error;
			if (!name.startsWith('Node')) throw new Error(`${message}\n${stack ?? ''}`);
			this.log.push(message);
		}
		if (process !== this.process) return undefined;
		const items = 'items' in result ? result.items : undefined;
		const after = JSON.stringify(staticData);
		if (ending !== 'beforeEmit') {
			this.polls.push({ startedMs, endedMs: clock.now(), before, after, items });
			if (items) this.emitted.push({ atMs: clock.now(), items });
		}
		if (ending !== 'none') this.restart();
		else if (items) this.saved = JSON.stringify(staticData);
		return items;
	}

	private async answer(call: Call): Promise<HttpOutcome> {
		const fault = this.faults.shift() ?? 'none';
		if (fault === 'unavailable') return answered(503, '');
		if (fault === 'forbidden') return answered(403, '');
		if (fault === 'reset') return { kind: 'networkError', code: 'ECONNRESET', message: 'reset' };
		const rows = this.serve(call.query ?? {}, call);
		if (typeof rows === 'number') return answered(rows);
		const date = this.dates.shift() ?? new Date(this.serverMs).toUTCString();
		if (fault === 'slow') await this.clock.sleep(8000);
		return answered(200, rows, { date });
	}
}
