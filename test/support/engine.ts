/**
 * Runs a real node type inside n8n-core's own WorkflowExecute: real contexts, real expressions,
 * real HTTP helper. Nothing of n8n is mocked but the place where credentials are stored.
 */
import 'reflect-metadata';

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-nodes-ometria-'));
process.env.N8N_ENCRYPTION_KEY ??= 'test-key-test-key-test-key-test-';
process.env.N8N_LOG_LEVEL ??= 'silent';

import { Container } from '@n8n/di';
import { Credentials, ExecutionLifecycleHooks, InstanceSettings, WorkflowExecute } from 'n8n-core';
import { version as coreVersion } from 'n8n-core/package.json';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IRun,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, ICredentialsHelper, Workflow } from 'n8n-workflow';

import { OmetriaApi } from '../../credentials/OmetriaApi.credentials';

export const TOKEN = 'sandbox-token';

/** The version of n8n-core that the tests run in. */
export const CORE_VERSION = coreVersion;

/** Whether the tests run in this version of n8n-core or a newer one, as in `isCore(2, 37)`. */
export function isCore(major: number, minor: number): boolean {
	const [ownMajor, ownMinor] = CORE_VERSION.split('.').map(Number);
	return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** Stands for n8n's credential store; decrypting is the only thing it does differently. */
class TestCredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly data: ICredentialDataDecryptedObject,
		private readonly onRead: () => void = () => undefined,
	) {
		super();
	}
	getParentTypes(): string[] {
		return [];
	}
	isCredentialUsableByNode(): boolean {
		return true;
	}
	getCredentialsProperties() {
		return new OmetriaApi().properties;
	}
	async preAuthentication() {
		return undefined;
	}
	async runPreAuthentication() {
		return undefined;
	}
	async getDecrypted() {
		this.onRead();
		return { ...this.data };
	}
	async getCredentials(_node: INodeCredentialsDetails, type: string) {
		return new Credentials({ id: '1', name: type }, type, '');
	}
	async updateCredentials() {}
	async updateCredentialsOauthTokenData() {}
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await new OmetriaApi().authenticate(credentials, request);
	}
}

const startNode = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		inputs: [],
		outputs: ['main'],
		defaults: {},
		properties: [],
		description: '',
	} as unknown as INodeTypeDescription,
	async execute(this: { getInputData(): INodeExecutionData[] }) {
		return [this.getInputData()];
	},
} as unknown as INodeType;

interface Hooks {
	hooks?: ExecutionLifecycleHooks;
	sendDataToUI?: (type: string, data: unknown) => void;
	onCredentialRead?: () => void;
}

export function additionalData(
	credentials: ICredentialDataDecryptedObject,
	{ hooks, sendDataToUI = () => undefined, onCredentialRead }: Hooks = {},
): IWorkflowExecuteAdditionalData {
	Container.get(InstanceSettings);
	const url = 'http://localhost/';
	return {
		credentialsHelper: new TestCredentialsHelper(credentials, onCredentialRead),
		hooks,
		executionId: '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: url,
		instanceBaseUrl: url,
		formWaitingBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
		setExecutionStatus() {},
		sendDataToUI,
		logAiEvent() {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

export interface NodeRun {
	nodeType: INodeType;
	items: INodeExecutionData[];
	parameters?: INode['parameters'];
	/** Node settings: onError, retryOnFail, executeOnce …; a type that n8n knows by name */
	settings?: Partial<INode> | undefined;
	/** Undefined: the node has no credential. */
	credential?: ICredentialDataDecryptedObject | undefined;
	/** Called each time that n8n reads the credential; what it throws is n8n's failure. */
	onCredentialRead?: () => void;
	mode?: WorkflowExecuteMode;
	cancelAfterMs?: number | undefined;
	onMessage?: (message: unknown) => void;
}

export interface NodeResult {
	run: IRun;
	status: IRun['status'];
	/** Items per output: success, and the error branch where On Error asks for one. */
	outputs: INodeExecutionData[][];
	hints: NodeExecutionHint[];
	error:
		| {
				message: string;
				description?: string | null;
				context?: { itemIndex?: number };
				httpCode?: string | null;
		  }
		| undefined;
}

export async function runNode(options: NodeRun): Promise<NodeResult> {
	const type = options.settings?.type ?? `test.${options.nodeType.description.name}`;
	const registry: Record<string, INodeType> = { 'test.start': startNode, [type]: options.nodeType };
	const nodeTypes = {
		getByName: (name: string) => registry[name],
		getByNameAndVersion: (name: string) => registry[name],
		getKnownTypes: () => ({}),
	} as unknown as INodeTypes;
	const mode = options.mode ?? 'manual';
	const nodes: INode[] = [
		{
			id: 's',
			name: 'Start',
			type: 'test.start',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'n',
			name: 'Node',
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: options.parameters ?? {},
			credentials: options.credential ? { ometriaApi: { id: '1', name: 'Ometria' } } : {},
			...options.settings,
		},
	];
	const connections = { Start: { main: [[{ node: 'Node', type: 'main' as const, index: 0 }]] } };
	const workflow = new Workflow({
		id: 'w',
		name: 'w',
		nodes,
		connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
	const start = workflow.getNode('Start');
	if (!start) throw new Error('the start node is missing');
	const hooks = new ExecutionLifecycleHooks(mode, '1', {
		id: 'w',
		name: 'w',
		nodes,
		connections,
	} as never);
	const data = additionalData(options.credential ?? {}, {
		hooks,
		sendDataToUI: (_type, message) => options.onMessage?.(message),
		...(options.onCredentialRead && { onCredentialRead: options.onCredentialRead }),
	});
	const execution = new WorkflowExecute(
		data,
		mode,
		createRunExecutionData({
			executionData: {
				nodeExecutionStack: [{ node: start, data: { main: [options.items] }, source: null }],
			},
		}),
	);
	const promise = execution.processRunExecutionData(workflow);
	if (options.cancelAfterMs !== undefined) {
		setTimeout(() => promise.cancel(), options.cancelAfterMs).unref();
	}
	const run: IRun = await promise;
	// A run that ended before the node has no entry for it.
	const tasks: Partial<typeof run.data.resultData.runData> = run.data.resultData.runData;
	const task = tasks.Node?.at(0);
	return {
		run,
		status: run.status,
		outputs: (task?.data?.main ?? []).map((items) => items ?? []),
		hints: task?.hints ?? [],
		error: (task?.error ?? run.data.resultData.error) as NodeResult['error'],
	};
}

/** Runs something that evaluates expressions; the oldest versions of n8n know no isolates. */
export async function withExpressions<T>(
	{ expression }: Workflow,
	run: () => Promise<T>,
): Promise<T> {
	const isolates: Partial<Pick<typeof expression, 'acquireIsolate' | 'releaseIsolate'>> =
		expression;
	await isolates.acquireIsolate?.();
	try {
		return await run();
	} finally {
		await isolates.releaseIsolate?.();
	}
}
