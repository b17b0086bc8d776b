import type { WorkflowData } from '../../playground/src/n8nApi';
import type { Receiver } from './receiver';

/** Gives a node of a workflow items instead of letting it run, as pinning does in the editor. */
export function pin(workflow: WorkflowData, node: string, items: object[]): void {
	const pinned = items.map((json) => ({ json: json as Record<string, unknown> }));
	workflow.pinData = { ...workflow.pinData, [node]: pinned };
}

/** Lets each Slack node of a workflow post the text of its message to a receiver. */
export function postSlackTo({ url }: Receiver, workflow: WorkflowData): void {
	for (const node of workflow.nodes) {
		if (node.type !== 'n8n-nodes-base.slack') continue;
		const { text } = node.parameters;
		node.type = 'n8n-nodes-base.httpRequest';
		node.typeVersion = 4.2;
		node.parameters = {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'keypair',
			bodyParameters: { parameters: [{ name: 'text', value: text }] },
			options: {},
		};
	}
}

/** Lets each Google Sheets node of a workflow that updates rows put out what it would write. */
export function showSheetUpdates(workflow: WorkflowData): void {
	for (const node of workflow.nodes) {
		if (node.type !== 'n8n-nodes-base.googleSheets' || node.parameters.operation !== 'update') {
			continue;
		}
		const { value } = node.parameters.columns as { value: Record<string, string> };
		node.type = 'n8n-nodes-base.set';
		node.typeVersion = 3.4;
		node.parameters = {
			assignments: {
				assignments: Object.entries(value).map(([name, text]) => ({
					id: name,
					name,
					value: text,
					type: name === 'row_number' ? 'number' : 'string',
				})),
			},
			options: {},
		};
	}
}
