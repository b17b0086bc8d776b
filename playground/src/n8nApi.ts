import { randomBytes } from 'node:crypto';

import { waitFor } from './wait';

/**
 * The owner of an n8n that this process starts. n8n answers any name that leads to this machine, so that
 * a web page could sign in with a password that is known: each process makes a new one.
 */
export const OWNER = {
	email: 'owner@playground.example',
	firstName: 'Play',
	lastName: 'Ground',
	password: `${randomBytes(18).toString('base64url')}-A1`,
};

export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[key: string]: unknown;
}

export interface WorkflowData {
	id?: string;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	/** What nodes give in a manual run instead of being run, by their names. */
	pinData?: Record<string, Array<{ json: Record<string, unknown> }>>;
}

interface NodeItem {
	json: Record<string, unknown>;
	pairedItem?: unknown;
}

interface NodeTask {
	data?: { main: Array<NodeItem[] | null> };
	error?: { message: string; description?: string };
	hints?: Array<{ message: string; type?: string }>;
}

export interface Execution {
	status: string;
	/** Runs by node name. */
	runs: Record<string, NodeTask[]>;
	error: { message: string; description?: string } | undefined;
}

/** n8n's own REST interface, as its editor uses it. */
export class N8nApi {
	private cookie = '';

	/** @param password the owner's, where another process has started n8n */
	constructor(
		private readonly url: string,
		private readonly password = OWNER.password,
	) {}

	/**
	 * Calls n8n, as its editor does.
	 *
	 * @param path below `/rest`
	 * @returns what is in `data` of the answer
	 * @throws for any status but 2xx, with the beginning of the answer
	 */
	async call(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				'browser-id': 'playground',
				cookie: this.cookie,
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) {
			throw new Error(`n8n: ${method} ${path}: HTTP ${response.status} ${text.slice(0, 300)}`);
		}
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		return (JSON.parse(text) as { data: unknown }).data;
	}

	/** Signs in; creates the owner first on a new n8n. */
	async signIn(): Promise<void> {
		const settings = (await this.call('GET', '/settings')) as {
			userManagement?: { showSetupOnFirstLoad?: boolean };
		};
		if (settings.userManagement?.showSetupOnFirstLoad) {
			await this.call('POST', '/owner/setup', { ...OWNER, password: this.password });
		}
		await this.call('POST', '/login', {
			emailOrLdapLoginId: OWNER.email,
			password: this.password,
		});
	}

	/** Creates the credential, or updates the one with this name. @returns its id */
	async saveCredential(
		name: string,
		data: Record<string, unknown>,
		type = 'ometriaApi',
	): Promise<string> {
		const known = (await this.call('GET', '/credentials')) as Array<{ id: string; name: string }>;
		const body = { name, type, data };
		const found = known.find((credential) => credential.name === name);
		if (!found) return ((await this.call('POST', '/credentials', body)) as { id: string }).id;
		await this.call('PATCH', `/credentials/${found.id}`, body);
		return found.id;
	}

	/** What n8n's credential dialog shows. */
	async testCredential(id: string, name: string, data: Record<string, unknown>) {
		const credentials = { id, name, type: 'ometriaApi', data };
		return (await this.call('POST', '/credentials/test', { credentials })) as {
			status: string;
			message: string;
		};
	}

	/** What a resource locator of the Ometria node lists in the editor. */
	async searchList(methodName: string, filter: string, credentialId: string): Promise<unknown> {
		return await this.call('POST', '/dynamic-node-parameters/resource-locator-results', {
			path: 'parameters.segmentId',
			methodName,
			filter,
			nodeTypeAndVersion: { name: 'n8n-nodes-ometria.ometria', version: 1 },
			currentNodeParameters: {},
			credentials: { ometriaApi: { id: credentialId, name: 'Ometria' } },
		});
	}

	/** Descriptions of all node types, as the editor loads them. */
	async nodeTypes(): Promise<Array<{ name: string; description: string }>> {
		const response = await fetch(`${this.url}/types/nodes.json`, {
			headers: { cookie: this.cookie },
		});
		return (await response.json()) as Array<{ name: string; description: string }>;
	}

	/** Community packages that are installed. */
	async communityPackages(): Promise<Array<{ packageName: string; installedVersion: string }>> {
		return (await this.call('GET', '/community-packages')) as Array<{
			packageName: string;
			installedVersion: string;
		}>;
	}

	/** Installs a community package, as the Community Nodes screen does. */
	async installCommunityPackage(name: string): Promise<void> {
		await this.call('POST', '/community-packages', { name });
	}

	/** Imports a workflow, or replaces the one with the same name. @returns it as n8n stored it */
	async saveWorkflow(workflow: WorkflowData): Promise<WorkflowData & { id: string }> {
		const known = (await this.call('GET', '/workflows')) as Array<{
			id: string;
			name: string;
			versionId?: string;
		}>;
		const found = known.find(({ name }) => name === workflow.name);
		// n8n 1.x asks whether it is active.
		const body = { settings: { executionOrder: 'v1' }, active: false, ...workflow, id: undefined };
		const saved = found
			? await this.call('PATCH', `/workflows/${found.id}?forceSave=true`, {
					...body,
					versionId: found.versionId,
				})
			: await this.call('POST', '/workflows', body);
		return saved as WorkflowData & { id: string };
	}

	/** Runs a workflow as the editor's button does. @returns the execution's id */
	async startWorkflow(workflow: WorkflowData & { id: string }): Promise<string> {
		const trigger = workflow.nodes.find(({ type }) => type.endsWith('Trigger'));
		if (!trigger) throw new Error(`The workflow "${workflow.name}" has no trigger`);
		const { executionId } = (await this.call('POST', `/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger.name },
		})) as { executionId: string };
		return executionId;
	}

	/** Runs a workflow and waits for its end. */
	async runWorkflow(
		workflow: WorkflowData & { id: string },
		timeoutMs = 300_000,
	): Promise<Execution & { id: string }> {
		const executionId = await this.startWorkflow(workflow);
		return await waitFor(`The end of "${workflow.name}"`, timeoutMs, async () => {
			const execution = await this.execution(executionId);
			const running = ['new', 'running', 'waiting'].includes(execution.status);
			// n8n 1.x says how an execution ended before it has stored what its nodes left.
			const isStored = Object.keys(execution.runs).length > 0 || execution.error !== undefined;
			return running || !isStored ? undefined : { ...execution, id: executionId };
		});
	}

	/** Switches a workflow on, so that its trigger starts it. */
	async activate({ id }: { id: string }): Promise<void> {
		const { versionId } = (await this.call('GET', `/workflows/${id}`)) as { versionId: string };
		await this.call('POST', `/workflows/${id}/activate`, { versionId });
	}

	async deactivate({ id }: { id: string }): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`);
	}

	/** The newest execution of a workflow. */
	async latestExecution(workflowName: string): Promise<Execution> {
		const { results } = (await this.call('GET', '/executions?limit=50')) as {
			results: Array<{ id: string; workflowName?: string; workflowData?: { name: string } }>;
		};
		const found = results.find(
			(result) => (result.workflowName ?? result.workflowData?.name) === workflowName,
		);
		if (!found) throw new Error(`"${workflowName}" was not run`);
		return await this.execution(found.id);
	}

	async execution(id: string): Promise<Execution> {
		const { status, data } = (await this.call('GET', `/executions/${id}`)) as {
			status: string;
			data: string;
		};
		// An ES module, which a CommonJS file may only import like this.
		const { parse } = await import('flatted');
		// n8n may have been killed before it saved anything of an execution.
		const run = parse(data) as
			| { resultData: { runData: Record<string, NodeTask[]>; error?: Execution['error'] } }
			| undefined;
		return { status, runs: run?.resultData.runData ?? {}, error: run?.resultData.error };
	}
}

/** Items of a node's first run: of its first output, or of the given one. */
export function itemsOf(
	execution: Execution,
	node: string,
	output = 0,
): Array<Record<string, unknown>> {
	const main = execution.runs[node]?.[0]?.data?.main ?? [];
	return (main[output] ?? []).map(({ json }) => json);
}
