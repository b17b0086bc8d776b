import type { WorkflowData, WorkflowNode } from '../../playground/src/n8nApi';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { type ModelStub, startModelStub } from '../support/modelStub';
import { arrived } from '../support/push';
import { asked } from '../support/read';
import { isN8n, type RealN8n, realN8n, sandboxCredential } from '../support/realN8n';

let real: RealN8n;
let sandbox: RunningSandbox;
let credentialId: string;

beforeAll(async () => {
	sandbox = await startSandbox({ errorDelayMs: 0 });
	real = await realN8n();
	({ id: credentialId } = await sandboxCredential(real.api, sandbox));
});
afterEach(() => sandbox.server.reset());
afterAll(async () => {
	await real?.end();
	await sandbox.close();
});

const node = (
	name: string,
	type: string,
	parameters: Record<string, unknown>,
	typeVersion = 1,
): WorkflowNode => ({ id: name, name, type, typeVersion, position: [0, 0], parameters });

const MISSING_ID = /expected text that identifies the record/i;

/** n8n's Tool Executor calls a tool as an agent would, but without a model. */
function toolWorkflow(parameters: Record<string, unknown>, query: object): WorkflowData {
	const tool = node('Ometria', 'n8n-nodes-ometria.ometriaTool', {
		descriptionType: 'manual',
		toolDescription: 'Ometria, where the shop keeps its contacts',
		...parameters,
	});
	tool.credentials = { ometriaApi: { id: credentialId, name: 'Ometria' } };
	return {
		name: 'An agent uses Ometria',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			node('Agent', '@n8n/n8n-nodes-langchain.toolExecutor', {
				// Older versions hand all of it to the tool, newer ones what stands under the tool's name.
				query: JSON.stringify({ ...query, Ometria: query }),
			}),
			tool,
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Ometria: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

const fromAi = (name: string, what: string) => `={{ $fromAI('${name}', '${what}', 'string') }}`;

async function run(workflow: WorkflowData) {
	const execution = await real.api.runWorkflow(await real.api.saveWorkflow(workflow));
	expect(execution.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	return JSON.stringify(execution.runs.Agent[0].data);
}

/** One contact, whose ID and email the agent chooses. */
const PUSH = {
	resource: 'contact',
	operation: 'push',
	fields: {
		mappingMode: 'defineBelow',
		value: { id: fromAi('id', 'the id'), email: fromAi('email', 'the address') },
	},
	options: {},
};

test('an agent pushes one contact', async () => {
	const output = await run(toolWorkflow(PUSH, { id: 'c-7', email: 'ada@shop.example' }));
	expect(arrived(sandbox)).toMatchObject([{ id: 'c-7', email: 'ada@shop.example' }]);
	expect(output).toContain('request_id');
});

test('an agent looks one up', async () => {
	const output = await run(
		toolWorkflow(
			{
				resource: 'profile',
				operation: 'get',
				profileId: { __rl: true, mode: 'email', value: fromAi('email', 'the address') },
			},
			{ email: 'ada@shop.example' },
		),
	);
	expect(asked(sandbox)).toEqual(['GET /profiles?email=ada%40shop.example']);
	expect(output).toContain('2695-a00001-000001');
});

test('an agent learns what is not found', async () => {
	const workflow = toolWorkflow(
		{
			resource: 'profile',
			operation: 'get',
			profileId: { __rl: true, mode: 'email', value: fromAi('email', 'the address') },
		},
		{ email: 'nobody@shop.example' },
	);
	const execution = await real.api.runWorkflow(await real.api.saveWorkflow(workflow));
	expect(JSON.stringify(execution.runs)).toContain('Profile not found');
});

describe('an agent with a model', () => {
	let model: ModelStub;
	let modelCredential: string;
	beforeAll(async () => {
		model = await startModelStub();
		modelCredential = await real.api.saveCredential(
			'Model',
			{ apiKey: 'none', url: model.url },
			'openAiApi',
		);
	});
	afterAll(async () => await model.close());

	/** What the model is given as the tool's answer when it calls the tool so, and what ends the run. */
	async function answerOf(
		parameters: Record<string, unknown>,
		args: object,
		onError?: string,
	): Promise<{ answer: string; error: string | undefined }> {
		const data = toolWorkflow(parameters, {});
		const tool = { ...data.nodes[2], ...(onError && { onError }) };
		const language = node(
			'Model',
			'@n8n/n8n-nodes-langchain.lmChatOpenAi',
			{ model: { __rl: true, mode: 'id', value: 'stub' }, options: {} },
			1.2,
		);
		language.credentials = { openAiApi: { id: modelCredential, name: 'Model' } };
		const agent = node(
			'Agent',
			'@n8n/n8n-nodes-langchain.agent',
			{ promptType: 'define', text: 'Go', options: {} },
			3,
		);
		model.calls(['Ometria', args]);
		const workflow = {
			...data,
			nodes: [data.nodes[0], agent, tool, language],
			connections: {
				...data.connections,
				Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			},
		};
		const execution = await real.api.runWorkflow(await real.api.saveWorkflow(workflow));
		return { answer: model.toolAnswers().at(-1) ?? '', error: execution.error?.message };
	}

	test('learns that a contact was received and is not validated yet', async () => {
		const { answer, error } = await answerOf(PUSH, { id: 'c-7', email: 'ada@shop.example' });
		expect(error).toBeUndefined();
		expect(arrived(sandbox)).toMatchObject([{ id: 'c-7' }]);
		expect(answer).toContain('has not validated it yet');
		expect(answer).toContain('request_id');
	});

	test.each([undefined, 'continueRegularOutput'])(
		'learns what is wrong in the message (On Error: %s)',
		async (onError) => {
			const { answer, error } = await answerOf(
				PUSH,
				{ id: '', email: 'ada@shop.example' },
				onError,
			);
			// n8n 1.x stops at the failure of a tool unless On Error says otherwise.
			const stops = onError === undefined && !isN8n(2, 0);
			expect(stops ? error : answer).toMatch(MISSING_ID);
			if (!stops) expect(error).toBeUndefined();
			expect(arrived(sandbox)).toEqual([]);
		},
	);

	test('learns that nothing was done where n8n would hide the answer', async () => {
		const { answer } = await answerOf(
			PUSH,
			{ id: 'c-7', email: 'ada@shop.example' },
			'continueErrorOutput',
		);
		// n8n 1.x gives the agent its own input as the answer of a tool that fails.
		if (isN8n(2, 0)) expect(answer).toContain('Nothing was done: set On Error');
		else expect(answer).not.toContain('request_id');
		expect(arrived(sandbox)).toEqual([]);
	});
});
