import type { INode } from 'n8n-workflow';

/** A node as errors name it. */
export const TEST_NODE: INode = {
	id: 'n',
	name: 'Ometria',
	type: 'ometria',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
