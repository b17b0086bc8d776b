import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkflowData } from './n8nApi';
import { ROOT } from './pack';

/** Reads an example workflow and gives its Ometria nodes the credential. */
export function readExample(
	name: string,
	credentialId: string,
	credentialName: string,
): WorkflowData {
	const workflow = JSON.parse(
		readFileSync(join(ROOT, 'examples', `${name}.json`), 'utf8'),
	) as WorkflowData;
	for (const node of workflow.nodes) {
		if (node.type.startsWith('n8n-nodes-ometria.')) {
			node.credentials = { ometriaApi: { id: credentialId, name: credentialName } };
		}
	}
	return workflow;
}
