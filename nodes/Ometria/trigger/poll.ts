import type { INode, IPollFunctions } from 'n8n-workflow';

import { openSession, type Session } from '../transport/session';
import { CHANGE_EVENTS } from './changeEvent';
import { pollTimeoutMs } from './pollTimeout';
import type { PollState } from './stored';

/** Keys of events that are not changes of rows in the node's static data. */
export const PUSH_ERRORS = 'pushErrors';
export const SEGMENT_MEMBERS = 'segmentMembers';

const KEYS = [...CHANGE_EVENTS.map(({ value }) => value), PUSH_ERRORS, SEGMENT_MEMBERS];

/** Least time left for another page, ms. */
export const LEAST_TIME_MS = 1000;

/** One poll, without n8n. */
export interface Poll {
	session: Session;
	node: INode;
	/** How long reading may take, ms. */
	timeMs: number;
	/** Whether the user tests the trigger in the editor. */
	isManual: boolean;
	state: PollState;
}

/** The keys of all other events: a position that is not followed any longer is dropped. */
export const otherKeys = (key: string): string[] => KEYS.filter((other) => other !== key);

/** Activation modes in which a person has just switched the workflow on. */
const BY_A_PERSON = new Set<string>(['activate', 'create', 'update']);

/** @param warnAlone whether a warning may start the workflow without an event */
export async function openPoll(context: IPollFunctions, warnAlone: boolean): Promise<Poll> {
	const session = await openSession(context);
	return {
		session,
		node: context.getNode(),
		timeMs: pollTimeoutMs(context),
		isManual: context.getMode() === 'manual',
		state: {
			staticData: context.getWorkflowStaticData('node'),
			nowMs: session.clock.now(),
			isActivation: BY_A_PERSON.has(context.getActivationMode()),
			warnAlone,
			log: (text) => context.logger.warn(text),
		},
	};
}
