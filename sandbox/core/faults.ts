import type { Fault } from './types';

interface PlannedFault {
	fault: Fault;
	/** Infinity for one that holds until it is taken away. */
	timesLeft: number;
	toPass: number;
}

/** A fault that is still to come. */
export interface PendingFault {
	name: string | undefined;
	/** Requests it still holds for. */
	left: number | 'always';
}

/** What is to go wrong; each request takes the first fault that is for it. */
export class FaultPlan {
	private planned: PlannedFault[] = [];

	add(faults: Fault[]): void {
		for (const fault of faults) {
			const { times = 1, after = 0 } = fault;
			this.planned.push({ fault, timesLeft: times === 'always' ? Infinity : times, toPass: after });
		}
	}

	/** The fault for a request to this path (without `/v2`), which thereby counts. */
	take(path: string): Fault | undefined {
		for (const planned of this.planned) {
			if ((planned.fault.path ?? '/push') !== path || planned.timesLeft === 0) continue;
			if (planned.toPass > 0) {
				planned.toPass--;
				continue;
			}
			planned.timesLeft--;
			return planned.fault;
		}
		return undefined;
	}

	pending(): PendingFault[] {
		return this.planned
			.filter(({ timesLeft }) => timesLeft > 0)
			.map(({ fault, timesLeft }) => ({
				name: fault.name,
				left: timesLeft === Infinity ? 'always' : timesLeft,
			}));
	}

	/** Takes away faults: those of a name, or all. */
	clear(name?: string): void {
		this.planned = this.planned.filter(({ fault }) => name !== undefined && fault.name !== name);
	}
}
