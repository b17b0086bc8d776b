import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { RequestPolicy } from '../transport/request';
import type { Session } from '../transport/session';

/** One thing the node can do: what the user sees beside what it does. */
export interface Operation {
	/** Value of the operation parameter. */
	value: string;
	/** Title Case label. */
	name: string;
	/** Sentence case, without articles: shown in the nodes panel. */
	action: string;
	description: string;
	/** What n8n's assistants should know beyond the description. */
	assistantHints?: readonly string[];
	/** The operation's own parameters; when they show is added by the registry. */
	properties: INodeProperties[];
	/**
	 * Runs the operation for all input items at once. It handles On Error itself, because only it knows
	 * which items failed: it returns error items, or throws.
	 */
	execute: (context: IExecuteFunctions, session: Session) => Promise<INodeExecutionData[]>;
}

/** How long an operation tries: enough for an outage of minutes and the longest Retry-After that is honoured. */
export const OPERATION_POLICY = {
	giveUpAfterMs: 900_000,
	maxRetries: undefined,
} satisfies Partial<RequestPolicy>;

/** A kind of thing in Ometria, with the operations on it. */
export interface Resource {
	/** Value of the resource parameter. */
	value: string;
	/** Title Case label. */
	name: string;
	/** What it holds, shown below the label. Without it, n8n's assistants read that of another resource. */
	description: string;
	/** As the editor lists them; the first is the one that is chosen when the resource is. */
	operations: Operation[];
}
