/** Polls the real trigger inside n8n-core's own PollContext, and builds errors for the sandbox. */
import { PollContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IPollFunctions,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { OmetriaTrigger } from '../../nodes/Ometria/OmetriaTrigger.node';
import type { StoredError } from '../../sandbox/core/types';
import { additionalData, TOKEN, withExpressions } from '../support/engine';

export function credentialFor({ url }: { url: string }) {
	return { accessToken: TOKEN, baseUrl: url, pushRequestsPerSecond: 8 };
}

/** An error as the sandbox stores it; a higher number is a later time. */
export function storedError(n: number, more: Partial<StoredError> = {}): StoredError {
	return {
		request_id: `r-${Math.floor(n / 10)}`,
		record_type: 'contact',
		record_id: `c-${n}`,
		record: { '@type': 'contact', id: `c-${n}`, email: `c${n}@shop.example`, lastname: 42 },
		timestamp: new Date(Date.UTC(2026, 0, 15) + n * 1000).toISOString(),
		account: 'sandbox',
		source: 'api',
		message: { error_message: 'not a valid value', error_path: 'root > lastname' },
		...more,
	};
}

export const storedErrors = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => storedError(from + index));

interface PollSettings {
	parameters?: INode['parameters'];
	/** Undefined: an n8n that does not say. */
	budgetMs?: number;
	/** Of the credential; the sandbox's usual one unless given. */
	accessToken?: string;
}

/** A workflow with the trigger, as one n8n process holds it. */
export class PolledWorkflow {
	private readonly workflow: Workflow;
	private readonly node: INode;
	readonly warnings: string[] = [];

	/** @param staticData what the database holds of an earlier process */
	constructor(
		private readonly sandbox: { url: string },
		private readonly settings: PollSettings = {},
		staticData?: IDataObject,
	) {
		this.node = {
			id: 't',
			name: 'Ometria Trigger',
			type: 'test.ometriaTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: settings.parameters ?? {},
			credentials: { ometriaApi: { id: '1', name: 'Ometria' } },
		};
		const nodeType: INodeType = new OmetriaTrigger();
		const nodeTypes = {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		} as unknown as INodeTypes;
		this.workflow = new Workflow({
			id: 'w',
			nodes: [this.node],
			connections: {},
			active: true,
			nodeTypes,
			...(staticData && { staticData }),
			settings: { timezone: 'UTC' },
		});
	}

	/** @returns the items that start an execution, or null when none starts */
	async poll(
		mode: WorkflowExecuteMode = 'trigger',
		activation: WorkflowActivateMode = 'activate',
	): Promise<INodeExecutionData[] | null> {
		const { budgetMs, accessToken = TOKEN } = this.settings;
		const context = new PollContext(
			this.workflow,
			this.node,
			additionalData({ ...credentialFor(this.sandbox), accessToken }),
			mode,
			activation,
		);
		Object.defineProperty(context, 'getPollBudgetMs', {
			value: budgetMs === undefined ? undefined : () => budgetMs,
		});
		const warn = (message: string) => void this.warnings.push(message);
		Object.defineProperty(context, 'logger', { value: { warn } });
		const outputs = await withExpressions(
			this.workflow,
			// n8n's own types are not exact about what is undefined.
			async () => await new OmetriaTrigger().poll.call(context as IPollFunctions),
		);
		return outputs?.[0] ?? null;
	}

	/** Static data as n8n would write it to the database. */
	stored(): IDataObject {
		return JSON.parse(JSON.stringify(this.workflow.staticData)) as IDataObject;
	}

	/** Whether n8n would write the static data now. */
	hasChanged(): boolean {
		return (this.workflow.staticData as { __dataChanged?: boolean }).__dataChanged === true;
	}

	markSaved(): void {
		(this.workflow.staticData as { __dataChanged?: boolean }).__dataChanged = false;
	}

	/** The process is killed; another one starts with what the database holds. */
	restarted(settings: PollSettings = this.settings): PolledWorkflow {
		return new PolledWorkflow(this.sandbox, settings, this.stored());
	}
}

export const recordIds = (items: readonly INodeExecutionData[] | null) =>
	items?.map(({ json }) => json.record_id) ?? null;
